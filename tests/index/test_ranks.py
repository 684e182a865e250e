from index.small import run

HEAD = "unit,kind,year,tax,land\n"


def test_equal_totals_share_a_rank_and_the_next_is_skipped(tmp_path):
    taxes = {"a": 70, "b": 90, "c": 90, "d": "", "e": 20}
    found = run(tmp_path, HEAD + "\n".join(f"{u},county,2025,{tax},1" for u, tax in taxes.items()))
    assert {r.unit: r.rank for r in found.results} == {"a": 3, "b": 1, "c": 1, "d": None, "e": 4}


def test_only_the_frameworks_kind_is_ranked(tmp_path):
    found = run(tmp_path, HEAD + "a,county,2025,70,1\np,province,2025,700,1\nt,town,2025,90,1\n")
    assert [r.unit for r in found.results] == ["a"]
