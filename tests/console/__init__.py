"""Tests of zhanjiang.console."""
