"""A land survey by keyboard: entered, filled in, refused until it closes, submitted."""

from app.county import COUNTY, County


def test_a_survey_is_filled_in_until_it_closes(county: County) -> None:
    with county.at("li") as li:
        li.open("/")
        li.follow("土地调查")
        li.accessible()
        li.follow("新建年度调查")
        li.choose("单元", COUNTY)
        li.type("年度", "2024")
        li.choose("地类分类", "第三次全国国土调查")
        li.type("来源文件", "2024 年度国土变更调查")
        li.accessible()
        li.send("录入")
        li.told("请填写面积后提交核实")

        li.type("土地总面积（公顷）", "150.7503")
        li.type("水田 国家所有", "10.5000")
        li.type("水田 集体所有", "120.2503")
        li.type("田坎 集体所有", "20.0001")
        li.picture("land-survey-areas")
        li.accessible()
        li.send("保存")
        li.send("提交核实")
        assert "相差 +0.0001 公顷" in li.page.locator("main").inner_text()
        assert "409" in li.complaints.pop(), "the browser notes the refusal, and nothing else"

        li.page.go_back()
        li.follow("填写面积")
        li.type("田坎 集体所有", "20.0000")
        li.send("保存")
        li.send("提交核实")
        li.told("由另一人核实")
        li.accessible()

        li.follow("面积汇总表")
        assert "150.7503" in li.page.locator("tr.area-level-0").inner_text()
        li.picture("land-survey-table")
        li.accessible()
