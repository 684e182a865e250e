"""Import every module of the package, so that what they register is there."""

import importlib
import pkgutil

import jiyue


def module_names() -> list[str]:
    found = pkgutil.walk_packages(jiyue.__path__, "jiyue.")
    return [module.name for module in found if not module.name.endswith("__main__")]


def import_all() -> None:
    for module in module_names():
        importlib.import_module(module)
