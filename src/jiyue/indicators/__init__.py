"""Gathers measures from the rooms, runs the engine, keeps every evaluation for good."""
