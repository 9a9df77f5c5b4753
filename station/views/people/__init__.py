"""Everybody who works on the unit: names, roles, PINs, badges."""
