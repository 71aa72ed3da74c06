"""Tests of zhanjiang.pages.listing."""
