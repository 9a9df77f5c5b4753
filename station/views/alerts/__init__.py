"""The Alerts page: what is open, what was, and what alerts ask of people."""
