"""The guard process: watches Station from outside, over a pipe. Only the standard library, and little of that."""
