"""A formula may be typed as a clerk types it: full width, Chinese names and words."""

from formula.cases import PLAIN
from jiyue.engine.formula import define_formula, text


def test_chinese_full_width_is_the_same_formula():
    chinese = define_formula("如果（公开 且 税收＞０，税收÷用地×１００，上年（税收））", PLAIN)
    english = define_formula("if(open and tax > 0, tax/land*100, prev(tax))", PLAIN)
    assert chinese.tree == english.tree


def test_chinese_kind_of_ancestor():
    assert text(define_formula("上级（税收，省）", PLAIN).tree) == "ref(tax, province)"
