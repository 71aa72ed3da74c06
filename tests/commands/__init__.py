"""Tests of zhanjiang.commands."""
