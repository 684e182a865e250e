"""The main job on the real counties: all three evaluations, labelled, verified, nothing made up."""

import csv
from pathlib import Path

from jiyue.demo.job import run
from jiyue.engine import messages
from jiyue.engine.index import read_kept
from paths import SHARED, needs_shared


@needs_shared
def test_real_counties_end_to_end(tmp_path: Path) -> None:
    with messages.language("en"):
        proxy, regional, hdi = run(tmp_path, SHARED)
    assert [d.package.name for d in (proxy, regional, hdi)] == ["county-proxy", "regional-1018-proxy", "hdi"]
    assert all(d.identical for d in (proxy, regional, hdi))
    with (tmp_path / "data/county-proxy.csv").open(encoding="utf-8") as file:
        kinds = {row["unit"]: row["kind"] for row in csv.DictReader(file)}
    assert list(kinds.values()).count("county") == proxy.units == regional.units
    assert list(kinds.values()).count("province") == 31
    assert 500 < proxy.ranked < proxy.units
    assert regional.ranked == 0
    for done in (proxy, regional):
        text = done.report.read_text("utf-8")
        assert "not an official result" in done.label
        assert done.label in text
        assert "100 million yuan" in text
    results = read_kept(regional.package).result["results"]
    assert all(r["total"] is None and r["lower"] is not None for r in results)
    kept = read_kept(proxy.package)
    by_unit = {r["unit"]: r for r in kept.result["results"]}
    ancestors = kept.panel.ancestors("province")
    gdp = kept.panel.column("proxy_gdp", 2021)
    lacking = {ancestors[i] for i, u in enumerate(kept.panel.units) if u.kind == "county" and gdp[i] is None}
    for i, unit in enumerate(kept.panel.units):
        if unit.kind == "county" and ancestors[i] in lacking:
            assert by_unit[unit.code]["total"] is None
