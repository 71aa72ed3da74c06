"""Tests of zhanjiang.extensions."""
