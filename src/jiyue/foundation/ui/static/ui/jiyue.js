// Small helps that pages work without: labels of cells on phones, focus on what went wrong.
function label(within) {
  for (const table of within.querySelectorAll("table.rows")) {
    const titles = [...table.querySelectorAll("thead th")].map((th) => th.textContent.trim());
    for (const row of table.tBodies[0]?.rows ?? []) {
      [...row.cells].forEach((cell, i) => cell.setAttribute("data-title", titles[i] ?? ""));
    }
  }
}
label(document);
document.body.addEventListener("htmx:afterSettle", (event) => label(event.target));
document.querySelector("#problems, #refused")?.focus();

// How many things wait behind the entries of the navigation.
if (document.body.dataset.counts) {
  const answer = await fetch(document.body.dataset.counts, { headers: { Accept: "application/json" } });
  const counts = answer.ok && !answer.redirected ? await answer.json() : {};
  for (const place of document.querySelectorAll("[data-count]")) {
    const count = counts[place.dataset.count];
    place.hidden = !count;
    place.textContent = count ?? "";
  }
}
