"""Tests of zhanjiang.pages.reading."""
