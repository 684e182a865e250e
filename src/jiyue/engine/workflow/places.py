"""Places on a line that keep their distances and are else as near to each other as can be."""

from __future__ import annotations

from collections.abc import Sequence

Pull = tuple[int, int, float]
"""Two things and how strongly they are drawn together."""
Distance = tuple[int, int, int]
"""Two things and how far the second comes after the first at least."""


def place(count: int, pulls: Sequence[Pull], distances: Sequence[Distance]) -> list[float]:
    """Places of ``count`` things, from 0 on, with the least weighted sum of the distances that are pulled at.

    The layers of a layered drawing and the places within them are both such a problem (Gansner, Koutsofios,
    North, Vo 1993); it is solved as a linear programme. The distances must be without a circle.
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    # Unknowns: the places, then for each pull the distance that it costs.
    rows: list[tuple[int, float]] = []
    columns: list[int] = []
    bounds: list[float] = []

    def at_most(limit: float, *terms: tuple[int, float]) -> None:
        for column, factor in terms:
            rows.append((len(bounds), factor))
            columns.append(column)
        bounds.append(limit)

    for first, second, distance in distances:
        at_most(-distance, (first, 1.0), (second, -1.0))
    for n, (first, second, _) in enumerate(pulls, start=count):
        at_most(0.0, (first, 1.0), (second, -1.0), (n, -1.0))
        at_most(0.0, (first, -1.0), (second, 1.0), (n, -1.0))
    if not bounds:
        return [0.0] * count
    shape = (len(bounds), count + len(pulls))
    matrix = coo_array(([f for _, f in rows], ([r for r, _ in rows], columns)), shape=shape)
    costs = [0.0] * count + [weight for _, _, weight in pulls]
    solved = linprog(costs, A_ub=matrix.tocsr(), b_ub=bounds, method="highs-ds")
    return [float(x) for x in solved.x[:count]]
