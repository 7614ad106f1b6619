// The numbers: all losses of all points, and each class's weights with the pushes of the next step.
import { fixed } from "../base/index.js";

/** Returns a table of the figure with its heads; `fill(name, title, texts)` puts a row into it. */
function tableOf(stage, heads) {
  const table = document.createElement("table");
  table.className = "touch-numbers";
  const head = table.createTHead().insertRow();
  for (const text of heads) {
    const cell = document.createElement(text ? "th" : "td");
    if (text) cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  const body = table.createTBody();
  stage.append(table);
  const rows = new Map();
  return (name, title, texts) => {
    if (!rows.has(name)) {
      const row = body.insertRow();
      row.dataset.row = name;
      const first = document.createElement("th");
      first.scope = "row";
      row.append(first);
      texts.forEach(() => row.insertCell());
      rows.set(name, row);
    }
    const row = rows.get(name);
    [title, ...texts].forEach((text, k) => (row.cells[k].textContent = text));
    return row;
  };
}

/** Puts the tables into the stage; returns draw(state, result). */
export function buildTables(stage, called) {
  const says = document.createElement("p");
  says.className = "says";
  stage.append(says);
  const losses = tableOf(stage, ["", "mean loss", "λ · ΣW²", "sum"]);
  const classes = tableOf(stage, ["", "w₁", "w₂", "bias", "push w₁", "push w₂", "push bias"]);

  return (state, { W, b, found, chosen, batch, next, labels }) => {
    const asked = state.batch ? `; the next step looks at point ${batch.map((i) => i + 1).join(", ")}` : "";
    says.textContent = `Step ${state.steps}: ${chosen.right} of ${labels.length} points right${asked}.`;
    for (const [loss, { data, penalty }] of Object.entries(found)) {
      const row = losses(loss, called[loss], [data, penalty, data + penalty].map((v) => fixed(v, 4)));
      row.classList.toggle("chosen", loss === state.loss);
    }
    for (const c of [0, 1, 2]) {
      const now = [W[0][c], W[1][c], b[c]].map((value) => fixed(value, 2));
      const pushes = [next.dW[0][c], next.dW[1][c], next.db[c]].map((slope) => fixed(-slope, 2));
      classes(`class-${c}`, `class ${c}`, [...now, ...pushes]);
    }
  };
}
