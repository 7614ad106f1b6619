// The numbers of the walks: a row for each method.
import { fixed, shortest } from "../base/index.js";

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Returns a number with three digits that count: 0.0198, 30.5, 3.21 · 10⁻⁷. */
export function significant(value) {
  if (!Number.isFinite(value)) return "beyond all numbers";
  if (value === 0) return "0";
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  if (exponent >= -3 && exponent < 5) return shortest(value, Math.max(0, 2 - exponent));
  const raised = [...String(Math.abs(exponent))].map((digit) => RAISED[digit]).join("");
  return `${fixed(value / 10 ** exponent, 2)} · 10${exponent < 0 ? "⁻" : ""}${raised}`;
}

/** Puts the table into the stage; returns draw(state, walks). */
export function buildTable(stage) {
  const table = document.createElement("table");
  table.className = "touch-numbers";
  const head = table.createTHead().insertRow();
  const heads = ["", "height", "a step leaves"].map((name) => {
    const cell = document.createElement(name ? "th" : "td");
    if (name) cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
    return cell;
  });
  const body = table.createTBody();
  stage.append(table);

  const rows = Object.fromEntries(
    ["start", "descent", "momentum", "adam"].map((name) => {
      const line = body.insertRow();
      line.dataset.row = name;
      const title = document.createElement("th");
      title.scope = "row";
      line.append(title);
      const key = `<svg class="key ${name}" viewBox="0 0 26 8" aria-hidden="true"><path d="M1,4H25"/></svg>`;
      if (name !== "start") title.insertAdjacentHTML("afterbegin", key);
      const called = title.appendChild(document.createTextNode(""));
      return [name, { line, called, cells: [line.insertCell(), line.insertCell()] }];
    }),
  );

  return (state, walks) => {
    heads[1].textContent = `height after ${state.steps}`;
    const fill = (name, title, height, leaves) => {
      const { called, cells } = rows[name];
      called.data = title;
      cells[0].textContent = significant(height);
      cells[1].textContent = leaves;
    };
    const place = `start at (${shortest(state.u, 2)}, ${shortest(state.v, 2)})`;
    fill("start", place, (state.u ** 2 + state.kappa * state.v ** 2) / 2, "");
    for (const name of ["descent", "momentum", "adam"]) rows[name].line.hidden = true;
    for (const { method, called, factor, height } of walks) {
      const out = factor > 1;
      const leaves = factor === null ? "" : `${fixed(factor, 3)}${out ? ", thrown out" : ""}`;
      fill(method, called, height, leaves);
      rows[method].line.hidden = false;
      rows[method].line.classList.toggle("out", out);
    }
  };
}
