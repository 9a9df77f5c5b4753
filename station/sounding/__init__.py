"""What is heard: the device, what it is fed, and the thread that decides. Knows no Qt and no database."""
