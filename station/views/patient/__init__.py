"""The Patients page: one patient's day at one look."""
