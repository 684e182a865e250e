"""The screens of organisations, posts, accounts and signing in."""
