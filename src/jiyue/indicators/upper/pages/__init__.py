"""The pages of tables for upper levels and of reconciliations."""
