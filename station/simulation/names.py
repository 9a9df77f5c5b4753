"""Names for people who do not exist. Some share their initials, as on every real unit."""

from typing import Final

GIVEN: Final = (
    "Aaliyah", "Alan", "Amara", "Andre", "Anita", "Ben", "Brianna", "Caleb", "Carmen", "Cedric", "Chloe", "Curtis",
    "Dana", "Darius", "Denise", "Diego", "Elena", "Elias", "Emma", "Erik", "Esther", "Felix", "Fiona", "Gavin",
    "Grace", "Hannah", "Hector", "Imani", "Ines", "Isaac", "Jamal", "Janet", "Jesse", "Joan", "Kaitlyn", "Karl",
    "Keisha", "Kofi", "Laura", "Leon", "Lucia", "Malik", "Marta", "Miles", "Nadia", "Noah", "Olive", "Omar",
    "Paula", "Pedro", "Priya", "Quinn", "Rashid", "Renee", "Rosa", "Samuel", "Sofia", "Tamika", "Terrence", "Thea",
    "Uma", "Victor", "Wanda", "Wesley", "Xavier", "Yara", "Yusuf", "Zoe",
)  # fmt: skip

FAMILY: Final = (
    "Abbott", "Achebe", "Adler", "Alvarez", "Bailey", "Banerjee", "Barnes", "Bishop", "Calder", "Carver", "Castillo",
    "Chen", "Dalton", "Delgado", "Dixon", "Dunn", "Eaton", "Ellis", "Eze", "Farrow", "Fischer", "Flores", "Gallo",
    "Gibson", "Greer", "Haddad", "Harmon", "Hayes", "Hollis", "Ibarra", "Ingram", "Jarvis", "Jensen", "Kamara",
    "Keane", "Khan", "Kovacs", "Larkin", "Lind", "Lowe", "Marsh", "Mbeki", "Meyer", "Munro", "Nash", "Novak",
    "Nunez", "Ogden", "Ortega", "Pace", "Parrish", "Pryor", "Quigley", "Ramos", "Rhodes", "Rojas", "Sandoval",
    "Sato", "Shaw", "Slater", "Tate", "Thorne", "Underhill", "Vance", "Vega", "Walsh", "Weiss", "Yates", "Zamora",
)  # fmt: skip

STAFF_FAMILY: Final = (
    "Moore", "Osei", "Lin", "Park", "Abara", "Brandt", "Costa", "Doyle", "Engel", "Foster", "Garza", "Hale", "Iqbal",
    "Jacobs", "Kelly", "Lopez", "Mensah", "Nguyen", "Okafor", "Perez", "Rossi", "Singh", "Tran", "Ueda", "Vogel",
    "Ward", "Young", "Ziegler", "Amin", "Burke", "Clarke", "Diaz", "Evans", "Fraser", "Grant", "Hughes", "Irwin",
    "Joyce", "Klein", "Lambert", "Murphy", "Nolan", "Owens", "Petrov", "Reyes", "Stone", "Turner", "Varga", "Webb",
)  # fmt: skip

PROVIDERS: Final = ("Dr. H. Raman", "Dr. S. Whitfield", "Dr. L. Okonkwo", "A. Brody, NP")

REASONS_RAISED: Final = (
    "Said he would not be safe tonight", "Found with a torn sheet", "Pacing, shouting at peers",
    "Tried the exit door twice", "Will not contract for safety", "Struck the wall, then a chair",
)  # fmt: skip

REASONS_LOWERED: Final = (
    "Two quiet days, attends groups", "Denies thoughts of self-harm, plan reviewed", "Slept well, engaged with team",
    "Asks for help early, no incidents in 48 hours",
)  # fmt: skip

REASONS_OBSERVED: Final = (
    "Self-harm: torn sheet found yesterday", "Assault: struck a peer this morning", "Tries the exit door",
    "Says he will not be safe alone", "Puts things in his mouth and swallows them",
)  # fmt: skip
DISTANCES: Final = {"1:1": "Arm's length", "LOS": "In line of sight"}
BATHROOM: Final = ("Door open, in sight", "Door ajar, talking", "Two staff")
TRIGGERS: Final = ("Phone calls home", "Loud voices in the day room", "Being asked about his children", "None known")
LAST_CONTACT: Final = ("asked for water, calm", "says the voices are quieter", "lying down, answers shortly", "pacing")
NOT_NOW: Final = ("On my way to the group", "He knows me from before, better somebody else", "Not had my break yet")

NOTES_ACCEPTED: Final = ("Going now", "Sent the rounder", "I have him in sight", "Rounder held up, I am walking over")

FAMILY_MEMBERS: Final = ("his sister", "his mother", "his father", "his brother", "his partner", "his daughter")
AWOL_TOLD: Final = ("Security", "Police", "Provider", "Family", "Supervisor")
LAST_PLACES: Final = ("the courtyard", "the dining room", "the west exit", "the group room")

FIXERS: Final = ("Maintenance", "Housekeeping", "Maintenance", "the charge nurse")
FIXED_HOW: Final = ("Replaced", "Taken out and locked away", "Screwed tight, pulled on it twice", "Cleaned and dried")
STILL_WRONG: Final = ("It gives way when pulled", "Still loose", "Half of it is there still")
NOT_CHECKED: Final = ("patient asleep", "patient in the bathroom", "room being cleaned")

WRONG_THINGS: Final = {
    "doors": (("door closer", "Does not close by itself"), ("exit door", "Propped open with a chair")),
    "anchors": (("wardrobe hinge", "Stands out far enough to hold a cord"), ("vent cover", "One screw is out")),
    "cords": (("bedside locker", "A charger cable, 80 cm"), ("waste bin", "Lined with a plastic bag")),
    "sharps": (("window sill", "Broken plastic cup"), ("under the mattress", "Two pencils")),
    "bathroom": (("shower head", "Loose"), ("floor", "Wet, the drain is slow")),
    "breakaway": (("curtain rod", "Does not let go when pulled"), ("towel hook", "Replaced by a fixed one")),
    "temperature": (("radiator", "Too hot to the hand"), ("tap", "No warm water")),
    "call": (("call button", "Does not answer"), ("intercom", "Cord too long")),
}
WRONG_ANYWHERE: Final = (("hallway", "Ceiling tile loose"), ("dining room", "A knife of the set is missing"))
"""By item of the checklist: where, and what is wrong."""
