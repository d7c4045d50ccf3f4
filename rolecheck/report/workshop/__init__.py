"""What a room reads, and what its hands have shown."""
