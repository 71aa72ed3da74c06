"""Tests of zhanjiang.report."""
