"""Tests of zhanjiang.export."""
