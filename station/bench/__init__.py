"""Figures: how long the things take that people wait for, each beside a plain alternative measured in the same run.

`year` makes the database the figures stand on; one module measures one thing; `run` puts them in a row.
Nothing here is part of a running Station.
"""
