"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const words = (text) => (text ? text.split(" ") : []);
  const names = JSON.parse(byId("names").textContent);
  const rows = [...document.querySelectorAll("#flows tbody tr")];
  const edges = [...document.querySelectorAll(".drawing .edge")];
  const boxes = [...document.querySelectorAll(".drawing .box")];
  const form = byId("filters");
  const detail = byId("detail");
  const hint = detail.firstElementChild;
  const MOST = 8;

  /* Boxes that hold a name with the words typed. */
  const found = (typed) =>
    new Set(
      Object.keys(names).filter((box) =>
        names[box].some((name) => name.toLowerCase().includes(typed)),
      ),
    );

  const ofLayer = (row, layer) => {
    const layers = words(row.dataset.layers);
    return layer === "" || (layer === "-" ? layers.length === 0 : layers.includes(layer));
  };

  const filter = () => {
    const typed = byId("workload").value.trim().toLowerCase();
    const layer = byId("layer").value;
    const outcomes = new Set(
      [...form.querySelectorAll("[name=outcome]:checked")].map((box) => box.value),
    );
    const named = found(typed);
    const isNamed = (element) =>
      typed === "" || words(element.dataset.boxes).some((box) => named.has(box));
    let shown = 0;
    for (const row of rows) {
      row.hidden =
        !outcomes.has(row.dataset.outcome) || !ofLayer(row, layer) || !isNamed(row);
      shown += row.hidden ? 0 : 1;
    }
    const reached = new Set();
    for (const edge of edges) {
      const on = isNamed(edge) && words(edge.dataset.rows).some((row) => !rows[row].hidden);
      edge.classList.toggle("off", !on);
      if (on) {
        words(edge.dataset.boxes).forEach((box) => reached.add(box));
      }
    }
    boxes.forEach((box) => box.classList.toggle("off", !reached.has(box.dataset.box)));
    byId("shown").textContent =
      shown === rows.length ? "All connections" : `${shown} of ${rows.length} rows`;
  };

  const paragraph = (text, style) => {
    const element = document.createElement("p");
    element.textContent = text;
    element.className = style;
    return element;
  };

  const tell = (edge) => {
    edges.forEach((other) => other.classList.toggle("on", other === edge));
    const own = words(edge.dataset.rows).map((row) => rows[row]);
    rows.forEach((row) => row.classList.toggle("on", own.includes(row)));
    const told = own.slice(0, MOST).flatMap((row) => {
      const text = [...row.cells].map((cell) => cell.textContent);
      const why = [...row.cells[7].children].map((part) => part.textContent);
      return [
        paragraph(`${text[0]}: ${text[1]} → ${text[2]}, ${text[3]}, ${text[4]}`, "what"),
        paragraph(`encrypted by ${text[5]}. ${why.join(". ")}`, "written"),
      ];
    });
    if (own.length > MOST) {
      told.push(paragraph(`and ${own.length - MOST} more rows of the table`, "hint"));
    }
    detail.replaceChildren(...told);
  };

  const clear = () => {
    edges.forEach((edge) => edge.classList.remove("on"));
    rows.forEach((row) => row.classList.remove("on"));
    detail.replaceChildren(hint);
  };

  for (const edge of edges) {
    for (const event of ["pointerenter", "focus", "click"]) {
      edge.addEventListener(event, () => tell(edge));
    }
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      clear();
    }
  });
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
})();
