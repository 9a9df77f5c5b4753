"""The look of forms and navigation: resources/theme/desk.qss with a theme's tokens filled in.

Only navigation, strip, panel and set-up pages wear it. The board's cards do not: a style sheet above many is slow.
"""

from collections.abc import Iterator
from string import Template

from PySide6.QtGui import QColor

from station import assets
from station.views.theme import Theme, Tone, mixed


def sheet(theme: Theme) -> str:
    """The style sheet of a desk's own parts."""
    return Template(assets.text("theme", "desk.qss")).substitute({name: of.name() for name, of in _tokens(theme)})


def hover(theme: Theme) -> QColor:
    """The surface under a pointer, and of notes."""
    return mixed(theme.surface, theme.text, 0.05)


def chosen(theme: Theme) -> QColor:
    """The ground of what is selected in a list: the surface with a breath of the action's colour."""
    return mixed(theme.surface, theme.action, 0.13)


def _tokens(theme: Theme) -> Iterator[tuple[str, QColor]]:
    for name in ("ground", "surface", "line", "outline", "track", "text", "muted", "action", "on_action", "focus"):
        yield name, getattr(theme, name)
    yield "raised", theme.surface_raised
    yield "hover", hover(theme)
    yield "chosen", chosen(theme)
    yield "action_hover", mixed(theme.action, theme.text, 0.15)
    yield "faded", mixed(theme.muted, theme.surface, 0.35)
    for name, tone in (("high", theme.high), ("medium", theme.medium), ("low", theme.low)):
        yield from _tone(name, tone)


def _tone(name: str, tone: Tone) -> Iterator[tuple[str, QColor]]:
    yield name, tone.text
    yield f"{name}_edge", tone.edge
    yield f"{name}_ground", tone.ground
    yield f"{name}_solid", tone.solid
    yield f"{name}_on", tone.on_solid
