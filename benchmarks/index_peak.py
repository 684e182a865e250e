"""Peak memory of one method above the resident input, in MiB, in this (fresh) process: METHOD UNITS."""

from __future__ import annotations

import sys

from benchmarks.harness import status_kib
from benchmarks.index_data import matrix, ours


def main(method: str, units: int) -> None:
    small, weights = matrix(1000)
    ours(small, weights)[
        method
    ]()  # what is loaded once, such as the linear algebra library, is no cost of data
    x, weights = matrix(units)
    before = status_kib("VmRSS")
    ours(x, weights)[method]()
    print((status_kib("VmHWM") - before) / 1024)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
