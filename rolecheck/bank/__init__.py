"""What is asked and what it means: types, loading with every problem told, looking up."""
