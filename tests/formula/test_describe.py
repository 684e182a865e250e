from formula.cases import PLAIN
from jiyue.engine.formula import define_formula, describe


def sentence(source, lang):
    return describe(define_formula(source, PLAIN).tree, PLAIN, lang)


def test_english():
    assert sentence("tax/land*100", "en") == "(Tax divided by Land) times 100"
    assert sentence("if(open, prev(tax), 0)", "en") == "Tax of the year before if Open holds, otherwise 0"


def test_chinese_has_no_english_left():
    words = sentence("if(open and tax > 1, mean(tax, 3)/land, max(ref(tax, province), 0))", "zh")
    assert "税收" in words
    assert "全省" in words or "省" in words
    assert not any(c.isascii() and c.isalpha() for c in words)
