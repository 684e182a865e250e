"""The arithmetic of the rules: no Django, no database, no clock of its own. A library by itself."""

from jiyue.engine.problems import Problem, Refused

__all__ = ["Problem", "Refused"]
