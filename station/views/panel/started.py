"""Whether something here would be lost if it were closed."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


def is_started(content: QWidget) -> bool:
    """Whether a person has typed something here that would be lost."""
    lines = any(one.isModified() for one in content.findChildren(QLineEdit))
    return lines or any(one.document().isModified() for one in content.findChildren(QPlainTextEdit))
