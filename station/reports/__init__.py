"""What is printed. No Qt: the same paper comes from a desk and from the command line."""
