"""Call the command as a user does and read what it prints."""

import json
from dataclasses import dataclass

from typer.testing import CliRunner

from jiyue.cli import app


@dataclass
class Call:
    code: int
    out: str
    err: str

    @property
    def json(self):
        """The one object on standard output."""
        return json.loads(self.out)


def jiyue(*arguments, lang="en"):
    """Run `jiyue` in this process; nothing but SystemExit may leave it."""
    result = CliRunner().invoke(app, ["--lang", lang, *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Call(result.exit_code, result.stdout, result.stderr)
