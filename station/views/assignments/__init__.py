"""The Assignments page: who does what on a shift, drawn over its hours, edited by hand and published."""
