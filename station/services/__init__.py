"""What people do: one function, one transaction, a list of events."""
