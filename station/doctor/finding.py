"""What an examination finds: one sentence each, with its standing."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How a finding stands: in order, worth knowing, or in the way."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `details` are JSON values for programs that read the answer."""

    name: str
    status: Status
    text: str
    details: dict[str, Any] = field(default_factory=dict)
