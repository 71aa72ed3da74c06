"""Tests of zhanjiang.pages.article."""
