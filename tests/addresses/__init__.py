"""Tests of zhanjiang.addresses."""
