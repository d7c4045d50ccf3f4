"""What the figures are worth: people whose truth is known, taken through the instrument."""
