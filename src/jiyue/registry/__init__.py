"""Identities that several ledgers share: enterprises, cadastral parcels, mines, rights holders."""
