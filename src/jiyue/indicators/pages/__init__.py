"""The pages of evaluations: ranks, the sheet of a unit, the way down to a row, comparisons, what lacks."""
