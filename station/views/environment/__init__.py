"""The Environment page: rounds room by room with a checklist, and the hazards they find."""
