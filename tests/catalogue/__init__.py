"""Tests of zhanjiang.catalogue."""
