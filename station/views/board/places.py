"""The places of a board in bed order: its beds, and after them the patients who have none. Without Qt."""

from station.store.rows import BedRow, BoardSnapshot, PatientRow

NO_BED = "No bed"


def places_of(snapshot: BoardSnapshot) -> tuple[BedRow, ...]:
    """All beds by position, then one place for each patient without a bed: he is owed checks like everyone."""
    beds = sorted(snapshot.beds, key=lambda bed: bed.position)
    return (*beds, *(_place_of(patient, len(beds) + at) for at, patient in enumerate(snapshot.unplaced)))


def _place_of(patient: PatientRow, position: int) -> BedRow:
    """A place that is no bed; its id is the negative of the stay's, which no bed has."""
    return BedRow(-patient.stay_id, NO_BED, 0, "", "", position, patient)
