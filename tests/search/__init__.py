"""Tests of ``zhanjiang.search``."""
