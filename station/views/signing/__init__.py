"""Signing in at a desk, and the desk while nobody has."""
