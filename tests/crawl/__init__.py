"""Tests of zhanjiang.crawl."""
