"""What comes into Station from elsewhere and goes out of it."""
