"""What simulated people say of a bank: figures with their errors, goals, and the page of measurement."""
