"""Tests of the replica, over real sockets."""
