"""What is true: pure functions of values and `now`. No Qt, no SQL."""
