"""Tests of zhanjiang.middlewares."""
