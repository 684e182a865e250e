"""Everything that changes organisations, posts, accounts and grants."""
