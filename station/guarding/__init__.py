"""The guard process: watches Station from outside, over a pipe. Nothing but the standard library, and little of that."""
