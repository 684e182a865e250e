// Boxing a passage on the picture of a page, by mouse, pen or keys. The number fields of the form are the truth:
// whatever is drawn is written into them, whatever is typed there is drawn. Without this module the form still works.
const SPACE = "http://www.w3.org/2000/svg";
const STEP = 0.5, LEAST = 0.5, NAMES = ["left", "top", "width", "height"];
const form = document.querySelector("#box-form");
const picture = document.querySelector("[data-boxing] svg");

function place(rect, box) {
  rect.setAttribute("x", box.left);
  rect.setAttribute("y", box.top);
  rect.setAttribute("width", box.width);
  rect.setAttribute("height", box.height);
}

for (const rect of picture?.querySelectorAll("rect[data-left]") ?? []) {
  place(rect, Object.fromEntries(NAMES.map((name) => [name, Number(rect.dataset[name]) * 100])));
}

if (form && picture) start();

function start() {
  const fields = Object.fromEntries(NAMES.map((name) => [name, form.elements.namedItem(name)]));
  const draft = document.createElementNS(SPACE, "rect");
  draft.setAttribute("class", "draft");
  draft.setAttribute("visibility", "hidden");
  picture.append(draft);
  picture.removeAttribute("aria-hidden");
  picture.setAttribute("tabindex", "0");
  picture.setAttribute("role", "application");
  picture.setAttribute("aria-labelledby", "box-title");
  picture.setAttribute("aria-describedby", "box-help");

  const show = () => draft.setAttribute("visibility", "visible");
  const read = () => Object.fromEntries(NAMES.map((name) => [name, Number(fields[name].value) || 0]));

  function write(box) {
    const width = Math.min(Math.max(box.width, LEAST), 100), height = Math.min(Math.max(box.height, LEAST), 100);
    const kept = {
      left: Math.min(Math.max(box.left, 0), 100 - width), top: Math.min(Math.max(box.top, 0), 100 - height), width, height,
    };
    // Edges are rounded to a tenth of a per cent, so that left + width never passes 100.
    const tenth = (value) => Math.round(value * 10) / 10;
    const left = tenth(kept.left), top = tenth(kept.top);
    fields.left.value = left;
    fields.top.value = top;
    fields.width.value = tenth(Math.min(kept.width, 100 - left));
    fields.height.value = tenth(Math.min(kept.height, 100 - top));
    place(draft, read());
    show();
  }

  form.addEventListener("input", () => { place(draft, read()); show(); });
  for (const one of [form, picture]) one.addEventListener("focusin", show);
  place(draft, read());

  const at = (event) => {
    const frame = picture.getBoundingClientRect();
    const share = (value) => Math.min(Math.max(value, 0), 1) * 100;
    return [share((event.clientX - frame.left) / frame.width), share((event.clientY - frame.top) / frame.height)];
  };
  let from = null;
  picture.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return; // a finger scrolls the page
    event.preventDefault();
    from = at(event);
    picture.setPointerCapture(event.pointerId);
    picture.focus({ preventScroll: true });
  });
  picture.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = at(event);
    write({ left: Math.min(x, from[0]), top: Math.min(y, from[1]), width: Math.abs(x - from[0]), height: Math.abs(y - from[1]) });
  });
  for (const end of ["pointerup", "pointercancel"]) picture.addEventListener(end, () => { from = null; });

  const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  picture.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const box = read();
    if (event.shiftKey) write({ ...box, width: box.width + move[0], height: box.height + move[1] });
    else write({ ...box, left: box.left + move[0], top: box.top + move[1] });
  });
}
