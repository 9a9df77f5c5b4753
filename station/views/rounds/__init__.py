"""The Rounds page: who walks where, and a whole round, patient by patient."""
