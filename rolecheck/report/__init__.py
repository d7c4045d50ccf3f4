"""Profile to every number and sentence a reader sees, without markup."""
