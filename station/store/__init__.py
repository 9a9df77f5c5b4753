"""Where it is kept: engine, unit of work, named queries, frozen rows, migrations, the journal."""
