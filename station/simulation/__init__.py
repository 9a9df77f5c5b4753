"""A unit that lives: seeded staff and patients who drive the services. Feeds the demo, the tests and the figures."""
