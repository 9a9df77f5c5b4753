"""The live board: cards in fixed places, what needs action, and the truth about itself."""
