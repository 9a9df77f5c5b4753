"""The Handover page."""
