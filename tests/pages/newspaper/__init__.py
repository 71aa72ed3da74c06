"""Tests of zhanjiang.pages.newspaper."""
