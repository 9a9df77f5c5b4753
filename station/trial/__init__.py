"""The real code under faults, in virtual time: stations woven together on one file, and other code that counts."""
