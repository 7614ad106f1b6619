// The numbers: all losses of all points, and each class's weights with the pushes of the next step.
import { fixed, table } from "../base/index.js";

/** Puts the tables into the stage; returns draw(state, result). */
export function buildTables(stage, called) {
  const says = document.createElement("p");
  says.className = "says";
  stage.append(says);
  const losses = table(stage, ["", "mean loss", "λ · ΣW²", "sum"]);
  const classes = table(stage, ["", "w₁", "w₂", "bias", "push w₁", "push w₂", "push bias"]);

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
