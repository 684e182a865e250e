// Draws each figure.chart from the table inside it.
const COLOURS = ["#0b5d4e", "#d98e04", "#4f7cac", "#9a5b9c", "#7a8a2e", "#a34a3f"];

function draw(figure) {
  const table = figure.querySelector("table");
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows];
  const kind = figure.dataset.chart;
  const series = names.slice(1).map((name, i) => ({
    name,
    type: kind === "line" ? "line" : "bar",
    stack: kind === "stack" ? "all" : undefined,
    data: rows.map((row) => {
      const said = row.cells[i + 1].dataset.value;
      return said === "" ? null : Number(said);
    }),
  }));
  const text = getComputedStyle(document.body);
  const chart = window.echarts.init(figure.querySelector(".chart-picture"), null, { renderer: "svg" });
  chart.setOption({
    color: COLOURS,
    animation: false,
    textStyle: { fontFamily: text.fontFamily },
    tooltip: { trigger: "axis", renderMode: "richText" },
    legend: { show: series.length > 1, top: 4 },
    grid: { left: 12, right: 16, top: series.length > 1 ? 36 : 24, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: rows.map((row) => row.cells[0].textContent.trim()) },
    yAxis: { type: "value", name: figure.dataset.unit },
    series,
  });
  new ResizeObserver(() => chart.resize()).observe(figure);
}

for (const figure of document.querySelectorAll("figure[data-chart]")) draw(figure);
