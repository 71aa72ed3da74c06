"""Fuzzing: samples of all that comes from outside, mutated, and read by the project's own functions in this process."""
