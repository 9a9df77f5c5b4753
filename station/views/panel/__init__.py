"""The side panel of a desk: where things are done while the board stays in sight."""
