"""The figures for a person to read."""

from typing import Any


def as_table(result: dict[str, Any]) -> str:
    """One line for each figure: what it is, what it is to be, and what the plain way takes."""
    rows = [("", "value", "target", "", "processor", "plain alternative")]
    for name, one in result["figures"].items():
        rows.append(_row(name, one))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]]) for row in rows
    ]
    database, on = result["database"], result["machine"]
    about = f"{database['checks']:,} checks, {database['journal']:,} journal entries, {database['size_mb']:,.0f} MB"
    return "\n".join([f"{about}; {on['cores']} cores, {on['system']}", "", *(line.rstrip() for line in lines)])


def _row(name: str, one: dict[str, Any]) -> tuple[str, str, str, str, str, str]:
    met = {True: "met", False: "MISSED", None: ""}[one["met"]]
    target = "" if one["target"] is None else f"{one['target']:g} {one['unit']}"
    cpu = one.get("cpu_p50", one.get("cpu_wall"))
    value = "not known" if one["value"] is None else f"{one['value']:g} {one['unit']}"
    plain = "; ".join(f"{each['value']:g} ({each['what']})" for each in one["alternatives"])
    return name, value, target, met, "" if cpu is None else f"{cpu:g} {one['unit']}", plain
