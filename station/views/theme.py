"""The look as named tokens, read from resources/theme and laid over Qt's Fusion style as a palette.

No view names a colour: a view asks the palette for a role, or a `Theme` for a tone.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final, Literal, get_args

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip

from station import assets
from station.models.enums import Priority, Stage
from station.views import fonts

ThemeName = Literal["dark", "light", "contrast"]
THEME_NAMES: Final[tuple[ThemeName, ...]] = get_args(ThemeName)

Role = QPalette.ColorRole
Group = QPalette.ColorGroup


class ThemeError(ValueError):
    """A theme file that lacks a colour or names one that is none; the message says which."""


@dataclass(frozen=True, slots=True)
class Tone:
    """The colours of one alert priority."""

    edge: QColor
    """Shapes: edges, bars, dots."""
    ground: QColor
    text: QColor
    """Words on the tone's ground, on surfaces and on the page."""
    solid: QColor
    on_solid: QColor


@dataclass(frozen=True, slots=True)
class Tint:
    """What a block of a plan is drawn in."""

    ground: QColor
    edge: QColor
    text: QColor


@dataclass(frozen=True, slots=True)
class PlanTints:
    """What tells the blocks of a plan apart, beside their words."""

    area_1: Tint
    area_2: Tint
    area_3: Tint
    area_4: Tint
    continuous: Tint
    escort: Tint
    group: Tint
    rest: Tint
    other: Tint

    def area(self, place: int) -> Tint:
        """Of the area at that place on the unit, from 0; a fifth has that of the first."""
        return (self.area_1, self.area_2, self.area_3, self.area_4)[place % 4]


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """Every colour of one look. Loaded again it is another, so that comparing two does not compare sixty colours."""

    name: ThemeName
    title: str
    dark: bool
    ground: QColor
    surface: QColor
    surface_raised: QColor
    line: QColor
    """Separators; decoration only, never the sole sign of anything."""
    outline: QColor
    """Shapes that mean something: badge outlines, limit marks."""
    track: QColor
    bar: QColor
    text: QColor
    muted: QColor
    action: QColor
    on_action: QColor
    focus: QColor
    well: QColor
    """The dot beside "Monitoring", and nothing else: a healthy unit is grey."""
    high: Tone
    medium: Tone
    low: Tone
    plan: PlanTints

    def tone_of(self, stage: Stage) -> Tone | None:
        """The alert tone of a stage; None while all is well."""
        return {Stage.DUE_SOON: self.low, Stage.LATE: self.medium, Stage.LAPSED: self.high}.get(stage)

    def track_of(self, stage: Stage) -> QColor:
        """The track of a bar on the ground of a card at this stage."""
        tone = self.tone_of(stage)
        return self.track if tone is None or stage is Stage.DUE_SOON else mixed(tone.ground, tone.edge, 0.12)

    def tone_for(self, priority: Priority) -> Tone:
        """The tone of an alert. Technical alerts look as urgent as they rank: beside the high ones."""
        return {Priority.HIGH: self.high, Priority.MEDIUM: self.medium, Priority.LOW: self.low}.get(priority, self.high)


def load(name: ThemeName) -> Theme:
    """A theme by name. Raises ThemeError when its file lacks a colour, FileNotFoundError without the file."""
    body = tomllib.loads(assets.text("theme", f"{name}.toml"))
    colors = _colors(f"{name}.toml [colors]", _part(name, body, "colors"))
    tones = {priority: _tone(name, body, priority) for priority in ("high", "medium", "low")}
    plan = _plan(name, _part(name, body, "plan"))
    try:
        return Theme(name=name, title=str(body["title"]), dark=bool(body["dark"]), plan=plan, **colors, **tones)  # type: ignore[arg-type]  # names come from the file; a wrong one is caught below
    except (KeyError, TypeError) as error:
        raise ThemeError(f"The theme {name}.toml cannot be used: {error}. Compare it with dark.toml.") from error


def _part(name: str, body: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    found = body.get(part)
    if not isinstance(found, Mapping):
        raise ThemeError(f"The theme {name}.toml has no part [{part}]. Compare it with dark.toml.")
    return found


def _tone(name: str, body: Mapping[str, Any], priority: str) -> Tone:
    colors = _colors(f"{name}.toml [{priority}]", _part(name, body, priority))
    wanted = {one.name for one in fields(Tone)}
    if set(colors) != wanted:
        raise ThemeError(f"{name}.toml [{priority}] must name exactly {', '.join(sorted(wanted))}.")
    return Tone(**colors)


def _plan(name: str, part: Mapping[str, Any]) -> PlanTints:
    tints = {
        one.name: _colors(f"{name}.toml [plan.{one.name}]", _part(name, part, one.name)) for one in fields(PlanTints)
    }
    try:
        return PlanTints(**{which: Tint(**colors) for which, colors in tints.items()})
    except TypeError as error:
        raise ThemeError(f"{name}.toml [plan]: each part names exactly ground, edge and text. {error}.") from error


def _colors(where: str, part: Mapping[str, Any]) -> dict[str, QColor]:
    colors = {key: QColor(str(value)) for key, value in part.items()}
    wrong = [key for key, color in colors.items() if not color.isValid()]
    if wrong:
        raise ThemeError(f"{where}: {', '.join(wrong)} is not a colour; write it as #RRGGBB.")
    return colors


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two opaque colours as WCAG 2 defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    red, green, blue = (_linear(channel) for channel in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`one` with `share` (0 to 1) of `other` mixed in."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def palette(theme: Theme) -> QPalette:
    """The theme as a palette, one's own to change. Muted words use the role PlaceholderText; separators use Mid,
    outlines Dark."""
    return QPalette(_palette(theme))


@lru_cache(maxsize=8)
def _palette(theme: Theme) -> QPalette:
    found = QPalette(theme.surface_raised, theme.ground)
    for role, color in _roles(theme).items():
        found.setColor(role, color)
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        found.setColor(Group.Disabled, role, mixed(theme.muted, theme.ground, 0.3))
    return found


def _roles(theme: Theme) -> dict[Role, QColor]:
    return {
        Role.Window: theme.ground,
        Role.WindowText: theme.text,
        Role.Base: theme.surface,
        Role.AlternateBase: theme.surface_raised,
        Role.Text: theme.text,
        Role.PlaceholderText: theme.muted,
        Role.Button: theme.surface_raised,
        Role.ButtonText: theme.text,
        Role.BrightText: theme.high.text,
        Role.Highlight: theme.action,
        Role.HighlightedText: theme.on_action,
        Role.Accent: theme.action,
        Role.Link: theme.action,
        Role.LinkVisited: theme.action,
        Role.ToolTipBase: theme.surface_raised,
        Role.ToolTipText: theme.text,
        Role.Light: theme.surface_raised,
        Role.Midlight: theme.surface,
        Role.Mid: theme.line,
        Role.Dark: theme.outline,
        Role.Shadow: theme.ground,
    }


def apply(app: QApplication, theme: Theme, *, point_size: float = 10.5) -> None:
    """Give the whole application this look: Fusion, the palette, Inter at `point_size`.

    There is no style sheet: one above every widget costs time on each, and stops palettes from being inherited.
    """
    if app.style().name().casefold() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    colours = palette(theme)
    app.setPalette(colours)
    QToolTip.setPalette(colours)
    app.setFont(fonts.body(point_size))
    QToolTip.setFont(fonts.body(point_size))
