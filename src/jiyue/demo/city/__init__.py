"""The sample city: invented units and figures, the same ones every time for the same years."""
