"""Where the focus goes when something opens."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def focus_first(root: QWidget) -> None:
    """Give the focus to the first thing beneath that takes it by Tab."""
    one = next_by_tab(root)
    while one is not root and root.isAncestorOf(one):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.isVisibleTo(root):
            one.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        one = next_by_tab(one)


def next_by_tab(one: QWidget) -> QWidget:
    """The widget after this one in the order of Tab, whether or not it takes the focus.

    WORKAROUND: PySide takes what `nextInFocusChain` returns for a child of the widget it was asked of. When that one is
    deleted, whatever Qt itself has made beneath the other, the lines of menus for one, counts as deleted too
    (`tests/views/test_panel_focus.py` reproduces it). The parent it has, set again, is what Python then believes.
    """
    found = one.nextInFocusChain() or one
    found.setParent(found.parentWidget())
    return found
