"""Tests of zhanjiang.fleet."""
