"""What a block is drawn in."""

from station.models.enums import BlockKind
from station.rules.plan import Block
from station.views.assignments.words import Names
from station.views.theme import Theme, Tint


def tint_of(block: Block, names: Names, theme: Theme) -> Tint:
    """Rounds in the tint of their area; those of the whole unit as anything else."""
    tints = theme.plan
    if block.kind is BlockKind.ROUNDS:
        place = names.area_place(block.area_id)
        return tints.other if place is None else tints.area(place)
    return {
        BlockKind.CONTINUOUS: tints.continuous,
        BlockKind.ESCORT: tints.escort,
        BlockKind.ADMISSION: tints.escort,
        BlockKind.GROUP: tints.group,
        BlockKind.BREAK: tints.rest,
    }.get(block.kind, tints.other)
