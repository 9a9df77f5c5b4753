"""What watches: the sweep every second, the guard over it, the clock nobody can set back, news of other commits."""
