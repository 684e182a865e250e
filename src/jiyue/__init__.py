"""Jiyue: economical and intensive use of land and minerals."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("jiyue")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
