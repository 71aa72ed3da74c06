"""Tests of zhanjiang.browser."""
