"""Tests of zhanjiang.inspection."""
