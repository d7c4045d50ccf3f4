"""Options and items from answers: how attractive, how telling, and how much people differ."""
