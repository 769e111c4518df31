"""One-to-one assignment of greatest total weight, exact on whole numbers of any size.

The Hungarian method with shortest augmenting paths (Kuhn 1955, doi:10.1002/nav.3800020109; Jonker and Volgenant
1987, doi:10.1007/BF02278710), cubic in the longer side.
"""

from __future__ import annotations

from collections.abc import Sequence

Matrix = Sequence[Sequence[int]]


def assign(weights: Matrix) -> list[tuple[int, int]]:
    """The pairs (row, column), sorted by row, of a one-to-one assignment whose weights sum highest.

    ``weights``: rows of one length, numbers >= 0. Pairs of weight 0 are left out.
    """
    if not weights or not weights[0]:
        return []
    problem = _Assignment(weights)
    for row in range(problem.size):
        problem.add(row)
    pairs = ((row, column) for column, row in enumerate(problem.row_of))
    return sorted((row, column) for row, column in pairs if problem.cost(row, column) < 0)


class _Assignment:
    """A least-cost assignment that grows by a row at a time; cost is negative weight, padded to a square."""

    def __init__(self, weights: Matrix) -> None:
        self.weights = weights
        self.rows, self.columns = len(weights), len(weights[0])
        self.size = max(self.rows, self.columns)
        self.row_price = [0] * self.size
        self.column_price = [0] * self.size
        self.row_of = [-1] * self.size  # by column
        self.column_of = [-1] * self.size  # by row

    def cost(self, row: int, column: int) -> int:
        return -self.weights[row][column] if row < self.rows and column < self.columns else 0

    def add(self, start: int) -> None:
        """Give one more row a column, moving others along the cheapest path to a free column."""
        distance: dict[int, int] = {}  # from the start to each column seen
        through: dict[int, int] = {}  # the row before a column on its path
        done: set[int] = set()
        row, reached = start, 0
        while True:
            for column in range(self.size):
                if column in done:
                    continue
                far = reached + self.cost(row, column) - self.row_price[row] - self.column_price[column]
                if column not in distance or far < distance[column]:
                    distance[column], through[column] = far, row
            last = min((c for c in range(self.size) if c not in done), key=distance.__getitem__)
            reached = distance[last]
            if self.row_of[last] < 0:
                break
            done.add(last)
            row = self.row_of[last]
        self._reprice(start, done, distance, reached)
        self._augment(start, last, through)

    def _reprice(self, start: int, done: set[int], distance: dict[int, int], reached: int) -> None:
        """Keep all reduced costs >= 0 and those of assigned pairs 0."""
        self.row_price[start] += reached
        for column in done:
            self.row_price[self.row_of[column]] += reached - distance[column]
            self.column_price[column] -= reached - distance[column]

    def _augment(self, start: int, column: int, through: dict[int, int]) -> None:
        while True:
            row = through[column]
            self.row_of[column] = row
            column, self.column_of[row] = self.column_of[row], column
            if row == start:
                return
