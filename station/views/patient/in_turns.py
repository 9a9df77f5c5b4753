"""A package is imported in turns: between them the window paints and takes what is typed (docs/decisions/0039)."""

import ast
import sys
from collections import deque
from collections.abc import Iterator
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from time import perf_counter
from types import CodeType, ModuleType
from typing import Final


class InTurns:
    """The import of a package that stands in no other, statement by statement of its own file.

    One thread takes all turns. Whoever imports the package in another way meanwhile finds what is there of it so far.
    """

    def __init__(self, package: str) -> None:
        self._package: Final = package
        self._module: ModuleType | None = None
        self._left: deque[CodeType] = deque()

    def go_on(self, seconds: float) -> bool:
        """Import for so long, one statement at least; or say, by True, that nothing was left to do.

        Raises what the package raises: the next turn then begins anew.
        """
        if self._module is None:
            self._begin()
            return False
        if not self._left:
            return True
        until = perf_counter() + seconds
        self._import_some(self._module, until)
        return False

    def whole(self) -> ModuleType:
        """All that is left at once, and the package."""
        while not self.go_on(float("inf")):
            pass
        return sys.modules[self._package]

    def _begin(self) -> None:
        spec = find_spec(self._package) if self._package not in sys.modules else None
        source = _source(spec)
        if spec is None or source is None:
            self._module = import_module(self._package)
            return
        self._left = deque(_statements(source, spec.origin or self._package))
        self._module = sys.modules[self._package] = module_from_spec(spec)

    def _import_some(self, module: ModuleType, until: float) -> None:
        try:
            while self._left:
                exec(self._left.popleft(), vars(module))  # noqa: S102  # what Python does at an import
                if perf_counter() >= until:
                    return
        except BaseException:
            self._module = None
            self._left.clear()
            sys.modules.pop(self._package, None)
            raise


def _source(spec: ModuleSpec | None) -> str | None:
    """What the package says of itself; None where there is only its compiled form, or it has been imported."""
    loader = spec.loader if spec is not None else None
    return loader.get_source(spec.name) if spec is not None and isinstance(loader, InspectLoader) else None


def _statements(source: str, file: str) -> Iterator[CodeType]:
    for one in ast.parse(source, file).body:
        yield compile(ast.Module([one], []), file, "exec", dont_inherit=True)
