"""Tests of zhanjiang.store."""
