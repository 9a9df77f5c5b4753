"""The part of the evidence that says how it hangs on the journal, and how to verify it."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from station.reports.evidence_page import Pages
from station.reports.evidence_words import Evidence, many, moment


def journal_part(pages: Pages, evidence: Evidence, zone: ZoneInfo) -> None:
    """The head, the entries of the patient, how to verify, and every row that is not borne out."""
    rows, head = evidence.journal, evidence.head
    pages.heading("7  The journal, and how to verify this", 110)
    pages.words(
        f"When this was made the journal ended at entry {head.seq:,} with the hash {head.hash}. "
        f"Entries {head.looked_from:,} to {head.looked_to:,} were looked through."
    )
    if rows:
        pages.words(
            f"{many(len(rows), 'entry tells', 'entries tell')} of him: the first is {rows[0].seq:,} "
            f"({rows[0].hash}), the last {rows[-1].seq:,} ({rows[-1].hash}). All stand in 7-journal.csv."
        )
    else:
        pages.words("No entry of the journal tells of him in this time.")
    pages.words(f"Is the record still the one this was made from?  station verify --head {head.seq}:{head.hash}")
    pages.words("Are these files still as they were made?  station evidence verify FOLDER")
    for words in not_borne_out(evidence, zone):
        pages.words(words, bold=True)


def not_borne_out(evidence: Evidence, zone: ZoneInfo) -> list[str]:
    """A sentence for each row that the journal does not bear out, and for each entry that no row bears out."""
    return [*evidence.missing, *_rows(evidence, zone)]


def _rows(evidence: Evidence, zone: ZoneInfo) -> Iterator[str]:
    for order in evidence.orders:
        if order.backing.words:
            begun = moment(order.order.starts_at, zone)
            yield f"The order of {order.order.words} from {begun} {_is(order.backing.words)}."
    for check in evidence.checks:
        if check.backing.words:
            yield f"The check of {moment(check.check.observed_at, zone)} {_is(check.backing.words)}."
    for alert in evidence.alerts:
        if alert.backing is not None and alert.backing.words:
            yield f"The alert of {moment(alert.due_at, zone)} {_is(alert.backing.words)}."


def _is(words: str) -> str:
    return words if words.startswith("differs") else f"is {words}"
