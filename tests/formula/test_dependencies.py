from formula.cases import PLAIN
from jiyue.engine.formula import Dependency, define_formula


def test_lags_windows_and_references():
    formula = define_formula("prev(tax, 2) + mean(land, 3) + ref(people, province)", PLAIN)
    assert formula.dependencies == (
        Dependency("land", 0),
        Dependency("land", 1),
        Dependency("land", 2),
        Dependency("people", 0, "province"),
        Dependency("tax", 2),
    )
