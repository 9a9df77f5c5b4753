"""Finds the files of resources/, beside the package in a checkout and inside it in a wheel."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def root() -> Path:
    """The folder of all resources. Raises FileNotFoundError when the installation is incomplete."""
    for place in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"The folder of resources is missing beside {_PACKAGE}. The installation is incomplete: install Station again."
    )


def path(*parts: str) -> Path:
    """One file or folder of the resources. Raises FileNotFoundError naming it when it is not there."""
    wanted = root().joinpath(*parts)
    if not wanted.exists():
        raise FileNotFoundError(f"{wanted} is missing. The installation is incomplete: install Station again.")
    return wanted


def text(*parts: str) -> str:
    """The text of one resource file (UTF-8)."""
    return path(*parts).read_text(encoding="utf-8")
