"""Tests of zhanjiang.versions."""
