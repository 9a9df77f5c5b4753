"""What is seen. With `app`, the only code that imports PySide6; it gets frozen rows and emits signals."""

from station.views.overrides import hold_errors

hold_errors()
