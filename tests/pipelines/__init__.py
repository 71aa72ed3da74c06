"""Tests of zhanjiang.pipelines."""
