"""Every task of the Makefile: make the environment once, then run the tool of the task in it.

Needs nothing but Python 3.11 and the network (or a filled pip cache). ``.venv`` is made when it is missing,
remade when the folder or the Python version changed or an earlier run was cut short, brought up to date when
the locks changed, and left alone otherwise.
Settings: ``docs/reference/settings.md``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
UNFINISHED = VENV / "jiyue-unfinished"
HOME = VENV / "jiyue-home"
LOCKS = {"run": ("app", "build"), "test": ("test",), "bench": ("bench", "build")}
COVERS = {"run": ("run",), "test": ("test", "run"), "bench": ("bench", "run")}
STRICT = os.environ.get("JIYUE_STRICT", "") not in ("", "0")
PROGRAMS = (
    ("soffice", "libreoffice-calc libreoffice-writer"),
    ("chromium", "chromium"),
    ("psql", "postgresql"),
    ("pdftoppm", "poppler-utils"),
)
ON_POSTGRES = (
    *(f"tests/foundation/{room}" for room in ("audit", "people", "units")),
    *(f"tests/app/test_{what}.py" for what in ("migrations", "odd_input", "lists_keep_to_their_county")),
    *(f"tests/app/test_main_path_{what}.py" for what in ("people", "evidence", "import", "land_survey")),
)
SPREAD = ("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder")
"""Two processes, files in their order: more would need more memory than a small machine has."""


def say(text: str) -> None:
    print(f"* {text}", flush=True)


def stop(text: str) -> None:
    raise SystemExit(f"! {text}")


def call(*command: object, quiet: bool = False) -> None:
    """Run ``command`` in the project's folder; end with its exit code, and what it printed, when it fails."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=ROOT, check=False, stdout=subprocess.PIPE if quiet else None)
    except KeyboardInterrupt:
        stop("interrupted; the same command goes on from here")
    if done.returncode:
        sys.stderr.write((done.stdout or b"").decode(errors="replace"))
        print(f"! {shlex.join(words)}: exit {done.returncode}", file=sys.stderr)
        raise SystemExit(done.returncode)


def python(*arguments: object, quiet: bool = False) -> None:
    call(PYTHON, *arguments, quiet=quiet)


# --- the environment


def digest(*paths: Path) -> str:
    mark = hashlib.sha256()
    for path in paths:
        mark.update(path.read_bytes())
    return mark.hexdigest()


def home() -> str:
    return f"{ROOT} {sys.version_info[0]}.{sys.version_info[1]}"


def locks_of(name: str) -> list[Path]:
    return [ROOT / "requirements" / f"{lock}.txt" for lock in LOCKS[name]]


def stamp(kind: str, name: str) -> Path:
    return VENV / f"jiyue-{kind}-{name}"


def same(path: Path, mark: str) -> bool:
    return path.is_file() and path.read_text() == mark


def broken() -> str | None:
    """Why ``.venv`` cannot be used as it is; None when it can."""
    if not PYTHON.exists():
        return "it has no python"
    if UNFINISHED.exists():
        return "an earlier run was cut short"
    if HOME.exists() and HOME.read_text() != home():
        return "the folder or the Python version changed"
    asked = subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True)
    return "its pip does not start" if asked.returncode else None


def make_venv(why: str) -> None:
    say(f"making .venv with Python {sys.version.split()[0]}: {why}")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        stop(f"this Python cannot make environments. On Debian or Ubuntu: apt-get install {package}")
    call(sys.executable, "-m", "venv", "--clear", VENV)
    HOME.write_text(home())


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep a second ``make`` in the same folder waiting while the environment is changed."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (ROOT / ".bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(name: str) -> None:
    """Bring ``.venv`` to the locks of ``name`` (run, test, bench), the project itself and its catalogues."""
    with alone():
        why = "it is not there yet" if not VENV.exists() else broken()
        if why:
            make_venv(why)
        pip = ("-m", "pip", "--disable-pip-version-check", "install", "-qq")
        if not same(stamp("locks", name), digest(*locks_of(name))):
            say(f"installing the locked requirements ({', '.join(LOCKS[name])}); this may take some minutes")
            UNFINISHED.touch()
            files = [word for path in locks_of(name) for word in ("-r", path)]
            python(*pip, "--require-hashes", "--only-binary=:all:", *files)
            for covered in COVERS[name]:
                stamp("locks", covered).write_text(digest(*locks_of(covered)))
            UNFINISHED.unlink()
        project = digest(ROOT / "pyproject.toml", ROOT / "scripts/compile_messages.py")
        if not same(stamp("project", "jiyue"), project):
            say("installing the project itself, editable")
            python(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)
            stamp("project", "jiyue").write_text(project)
        compile_messages()


def compile_messages() -> None:
    for po in sorted(ROOT.glob("src/jiyue/locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime <= po.stat().st_mtime:
            say("compiling the message catalogues")
            python("scripts/compile_messages.py", quiet=True)
            return


def debian_packages() -> None:
    """Install the programs that tests use; without them those are skipped, or refused by JIYUE_STRICT."""
    missing = [package for program, need in PROGRAMS if not shutil.which(program) for package in need.split()]
    fonts = (
        shutil.which("fc-list")
        and subprocess.run(["fc-list", ":lang=zh", "family"], check=False, capture_output=True).stdout.strip()
    )
    if not fonts:
        missing += ["fonts-noto-cjk", "fontconfig"]
    if not missing:
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say(f"installing with apt-get, for the tests: {' '.join(missing)}")
        os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
        apt = ("apt-get", "-q", "-y")
        failed = any(
            subprocess.run(line, check=False, stdout=subprocess.DEVNULL).returncode
            for line in ([*apt, "update"], [*apt, "install", "--no-install-recommends", *missing])
        )
        if not failed:
            return
    text = f"not on this machine: {' '.join(missing)} (names of Debian packages)"
    if STRICT:
        stop(f"{text}; install them, or unset JIYUE_STRICT to run without the tests that need them")
    say(f"{text}; the tests that need them are skipped")


# --- the tasks


def run(arguments: list[str]) -> None:
    install("run")
    shared = os.environ.get("JIYUE_SHARED", "")
    if not shared and (ROOT.parent / "shared").is_dir():
        shared = str(ROOT.parent / "shared")
    out = os.environ.get("JIYUE_OUT", "out")
    python("-m", "jiyue.demo", *(("--shared", shared) if shared else ()), "--out", out, *arguments)
    os.environ.setdefault("JIYUE_DATA", str(ROOT / "jiyue-demo"))
    python("-m", "jiyue", "demo")
    if os.environ.get("SERVE", "1") != "0":
        python("-m", "jiyue", "serve")


def check(arguments: list[str]) -> None:
    install("test")
    say("ruff, mypy, import-linter")
    python("-m", "ruff", "check", "--quiet", "--output-format=concise", ".")
    python("-m", "ruff", "format", "--check", "--quiet", ".")
    python("-m", "mypy", "--no-error-summary")
    call(BIN / "lint-imports", quiet=True)


def test(arguments: list[str]) -> None:
    install("test")
    debian_packages()
    check([])
    say("pytest")
    python("-m", "pytest", *(arguments or SPREAD))
    if not arguments and shutil.which("psql"):
        say("pytest, on PostgreSQL")
        os.environ["JIYUE_TEST_DB"] = "postgres"
        python("-m", "pytest", *SPREAD, *ON_POSTGRES)


def bench(arguments: list[str]) -> None:
    install("bench")
    python("-m", "benchmarks", *arguments)


def docs(arguments: list[str]) -> None:
    install("test")
    python("scripts/docs.py", *arguments)


def release_check(arguments: list[str]) -> None:
    test([])
    python("scripts/release_check.py", *arguments)
    bench([])


def lock(arguments: list[str]) -> None:
    """Write requirements/*.txt from pyproject.toml; the pins of base hold in every other lock."""
    import tomllib

    uv = shutil.which("uv")
    if not uv:
        stop("the locks are made with uv, which is not on the PATH; `pip install uv` brings it")
    where = ROOT / "requirements"
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    (where / "build.in").write_text("".join(f"{need}\n" for need in needs))
    common = ["pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
    common += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", *arguments]
    for name, source in (
        ("test", ["pyproject.toml", "--extra", "test"]),
        ("base", ["pyproject.toml"]),
        ("app", ["pyproject.toml", "--extra", "app"]),
        ("build", ["requirements/build.in"]),
        ("bench", ["pyproject.toml", "--extra", "bench"]),
    ):
        pins = () if name == "test" else ("--constraint", "requirements/test.txt")
        call(uv, *common, *source, *pins, "--output-file", f"requirements/{name}.txt", quiet=True)
        say(f"wrote requirements/{name}.txt")


TASKS = {
    "install": lambda arguments: install("run"),
    "run": run,
    "test": test,
    "check": check,
    "docs": docs,
    "bench": bench,
    "release-check": release_check,
    "lock": lock,
}


def main(words: list[str]) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this file may have an older one
        have = ".".join(map(str, sys.version_info[:2]))
        stop(f"Python 3.11 or newer is needed, this is {have}; try: make PYTHON=python3.11 {' '.join(words)}")
    if not words or words[0] not in TASKS:
        stop(f"usage: python scripts/bootstrap.py {'|'.join(TASKS)} [arguments of the tool]")
    TASKS[words[0]](words[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
