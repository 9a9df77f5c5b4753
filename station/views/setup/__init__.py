"""The first start on an empty database, and the page about the unit."""
