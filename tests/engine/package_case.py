"""A small package whose result is the number of its rows."""

import polars as pl

from jiyue.engine.package import Difference, Package, verifier

KIND = "number-of-rows"


@verifier(KIND)
def recompute(package):
    rows = package.tables["rows"].height
    kept = package.documents["result"]["total"]
    return [] if rows == kept else [Difference("result/total", kept, rows)]


def package():
    table = pl.DataFrame({"unit": ["a", "乙"], "value": ["1", "2"]})
    return Package(KIND, "test", {"result": {"total": 2}}, {"rows": table})
