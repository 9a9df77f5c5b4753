"""The look of forms and navigation: one style sheet made from a theme's tokens. No colour is written here.

Only navigation, strip, panel and set-up pages wear it. The board's cards do not: a style sheet above many cards is slow.
"""

from PySide6.QtGui import QColor

from station.views.theme import Theme, Tone, mixed


def sheet(theme: Theme) -> str:
    """The style sheet of a desk's own parts. Sizes are in pixels only where they are hairlines and roundings."""
    return "\n".join((_surfaces(theme), _words(theme), _buttons(theme), _choices(theme), _fields(theme), _boxes(theme)))


def hover(theme: Theme) -> QColor:
    return mixed(theme.surface, theme.text, 0.05)


def chosen(theme: Theme) -> QColor:
    """The ground of what is selected in a list: the surface with a breath of the action's colour."""
    return mixed(theme.surface, theme.action, 0.13)


def _surfaces(theme: Theme) -> str:
    surface, line, ground = theme.surface.name(), theme.line.name(), theme.ground.name()
    return f"""
    #panel, #navigation {{ background: {surface}; }}
    #panel {{ border-left: 1px solid {line}; }}
    #navigation {{ border-right: 1px solid {line}; }}
    #page {{ background: {ground}; }}
    #card {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; }}
    #rule {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {theme.outline.name()}; border-radius: 3px; min-height: 32px; margin: 2px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _words(theme: Theme) -> str:
    return f"""
    QLabel {{ color: {theme.text.name()}; background: transparent; }}
    QLabel[tone="muted"] {{ color: {theme.muted.name()}; }}
    QLabel[tone="high"] {{ color: {theme.high.text.name()}; }}
    QLabel[tone="medium"] {{ color: {theme.medium.text.name()}; }}
    QLabel[tone="low"] {{ color: {theme.low.text.name()}; }}
    QLabel[tag="true"] {{ color: {theme.text.name()}; border: 1px solid {theme.outline.name()}; border-radius: 4px; padding: 1px 6px; }}
    """


def _buttons(theme: Theme) -> str:
    line, outline, text = theme.line.name(), theme.outline.name(), theme.text.name()
    action, on_action = theme.action.name(), theme.on_action.name()
    faded = mixed(theme.muted, theme.surface, 0.35).name()
    return f"""
    QPushButton {{ color: {text}; background: {theme.surface.name()}; border: 1px solid {outline}; border-radius: 7px; padding: 0 14px; }}
    QPushButton:hover {{ background: {hover(theme).name()}; }}
    QPushButton:pressed {{ background: {chosen(theme).name()}; }}
    QPushButton:focus {{ border: 2px solid {theme.focus.name()}; padding: 0 13px; }}
    QPushButton:disabled {{ color: {faded}; border-color: {line}; background: {theme.surface.name()}; }}
    QPushButton[kind="primary"] {{ color: {on_action}; background: {action}; border-color: {action}; }}
    QPushButton[kind="primary"]:hover {{ background: {mixed(theme.action, theme.text, 0.15).name()}; }}
    QPushButton[kind="primary"]:focus {{ border: 2px solid {text}; }}
    QPushButton[kind="primary"]:disabled {{ color: {faded}; background: {theme.track.name()}; border-color: {theme.track.name()}; }}
    QPushButton[kind="quiet"] {{ color: {action}; background: transparent; border: 1px solid transparent; padding: 0 8px; text-align: left; }}
    QPushButton[kind="quiet"]:hover {{ background: {hover(theme).name()}; }}
    QPushButton[kind="quiet"]:focus {{ border: 2px solid {theme.focus.name()}; padding: 0 7px; }}
    QPushButton[kind="quiet"]:disabled {{ color: {faded}; }}
    QPushButton::menu-indicator {{ image: none; width: 0; }}
    """


def _choices(theme: Theme) -> str:
    action, on_action = theme.action.name(), theme.on_action.name()
    return f"""
    QPushButton[kind="choice"] {{ padding: 0 4px; }}
    QPushButton[kind="choice"]:checked {{ color: {on_action}; background: {action}; border-color: {action}; }}
    QPushButton[kind="choice"]:focus {{ border: 2px solid {theme.focus.name()}; padding: 0 3px; }}
    QPushButton[kind="choice"]:checked:focus {{ border: 2px solid {theme.text.name()}; }}
    QPushButton[kind="segment"] {{ border-radius: 0; border-right-width: 0; padding: 0 2px; }}
    QPushButton[kind="segment"][place="first"] {{ border-top-left-radius: 7px; border-bottom-left-radius: 7px; }}
    QPushButton[kind="segment"][place="last"] {{ border-top-right-radius: 7px; border-bottom-right-radius: 7px; border-right-width: 1px; }}
    QPushButton[kind="segment"]:checked {{ color: {on_action}; background: {action}; }}
    QPushButton[kind="segment"]:focus {{ border: 2px solid {theme.focus.name()}; padding: 0 1px; }}
    QPushButton[kind="segment"]:checked:focus {{ border: 2px solid {theme.text.name()}; }}
    QPushButton[kind="tag"] {{ border-radius: 5px; padding: 0 10px; }}
    QPushButton[kind="tag"]:checked {{ color: {theme.surface.name()}; background: {theme.text.name()}; border-color: {theme.text.name()}; }}
    QPushButton[kind="tag"]:focus {{ border: 2px solid {theme.focus.name()}; padding: 0 9px; }}
    QPushButton[kind="page"] {{ border: 2px solid transparent; text-align: left; padding: 0 10px; color: {theme.muted.name()}; background: transparent; }}
    QPushButton[kind="page"]:hover {{ background: {hover(theme).name()}; }}
    QPushButton[kind="page"]:checked {{ color: {action}; background: {chosen(theme).name()}; }}
    QPushButton[kind="page"]:focus {{ border-color: {theme.focus.name()}; padding: 0 10px; }}
    """


def _fields(theme: Theme) -> str:
    frame = f"border: 1px solid {theme.outline.name()}; border-radius: 7px; background: {theme.surface.name()};"
    kinds = ("QLineEdit", "QPlainTextEdit", "QComboBox")
    focus = ", ".join(f"{kind}:focus" for kind in kinds)
    wrong = ", ".join(f'{kind}[wrong="true"]' for kind in kinds)
    return f"""
    {", ".join(kinds)} {{ color: {theme.text.name()}; {frame} padding: 6px 9px; selection-background-color: {theme.action.name()}; selection-color: {theme.on_action.name()}; }}
    {focus} {{ border: 2px solid {theme.focus.name()}; padding: 5px 8px; }}
    {wrong} {{ border: 2px solid {theme.text.name()}; padding: 5px 8px; }}
    QComboBox::drop-down {{ border: none; width: 26px; }}
    QComboBox QAbstractItemView {{ color: {theme.text.name()}; background: {theme.surface_raised.name()}; border: 1px solid {theme.line.name()}; outline: none; }}
    QComboBox QAbstractItemView::item {{ min-height: 36px; padding: 0 8px; }}
    QComboBox QAbstractItemView::item:selected {{ color: {theme.text.name()}; background: {chosen(theme).name()}; }}
    """


def _boxes(theme: Theme) -> str:
    box = "border-radius: 7px; padding: 9px 11px;"
    tones = "\n".join(
        _tone(name, tone) for name, tone in (("high", theme.high), ("medium", theme.medium), ("low", theme.low))
    )
    return f"""
    QLabel[box="note"] {{ background: {hover(theme).name()}; border: 1px solid {theme.line.name()}; {box} }}
    QLabel[box="refusal"] {{ background: {theme.surface.name()}; border: 2px solid {theme.text.name()}; {box} }}
    QLabel[box="done"] {{ background: {chosen(theme).name()}; border: 1px solid {theme.action.name()}; {box} }}
    #question {{ background: {hover(theme).name()}; border: 2px solid {theme.action.name()}; border-radius: 7px; }}
    {tones}
    """


def _tone(name: str, tone: Tone) -> str:
    edge, ground, text = tone.edge.name(), tone.ground.name(), tone.text.name()
    solid, on_solid = tone.solid.name(), tone.on_solid.name()
    return f"""
    #strip[state="{name} open"] {{ background: {solid}; border: 1px solid {solid}; border-radius: 7px; }}
    #strip[state="{name} open"] QLabel {{ color: {on_solid}; }}
    #strip[state="{name} open"] QPushButton {{ color: {on_solid}; background: transparent; border: 1px solid {on_solid}; }}
    #strip[state="{name} open"] QPushButton:focus {{ border: 2px solid {on_solid}; }}
    #strip[state="{name} accepted"] {{ background: {ground}; border: 1px solid {edge}; border-radius: 7px; }}
    #strip[state="{name} accepted"] QLabel {{ color: {text}; }}
    """
