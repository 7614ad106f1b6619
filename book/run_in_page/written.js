// The page of one's exercises: what this browser keeps of each, and the notebooks with it.
import { download } from "./notebook.js";
import { erase, read } from "./wrote.js";

const folder = new URL(".", document.currentScript.src).href;
const tables = [...document.querySelectorAll("table.your-exercises")];

/** Says how far an exercise is. */
function state(wrote) {
  if (!wrote) return "open";
  if (!wrote.result) return "written, not checked";
  const { passed, score, max_score } = wrote.result;
  return passed ? "✓ right" : `${score} of ${max_score} points`;
}

function show() {
  const sum = { right: 0, exercises: 0, points: 0, most: 0 };
  for (const row of tables.flatMap((table) => [...table.tBodies[0].rows])) {
    const { assignment, exercise, points } = row.dataset;
    const wrote = read(assignment, exercise);
    row.lastElementChild.textContent = state(wrote);
    sum.exercises += 1;
    sum.most += Number(points);
    sum.right += wrote?.result?.passed ? 1 : 0;
    sum.points += wrote?.result?.score ?? 0;
  }
  points.textContent =
    `${sum.right} of ${sum.exercises} exercises are right, which is ${sum.points} of ${sum.most} points.`;
}

function button(label, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", act);
  return element;
}

function addBar(table) {
  const { assignment } = table.dataset;
  const bar = document.createElement("div");
  bar.className = "run-bar";
  const said = document.createElement("p");
  said.className = "run-status";
  said.setAttribute("role", "status");
  const take = () =>
    download(folder, assignment).catch((error) => (said.textContent = `The notebook cannot be made now: ${error.message}.`));
  const rows = [...table.tBodies[0].rows];
  const ask = button(`erase what you wrote for ${assignment}`, () => {
    const sure = button("erase it for good", () => {
      for (const { dataset } of rows) erase(dataset.assignment, dataset.exercise);
      show();
      sure.replaceWith(ask);
      ask.focus();
    });
    ask.replaceWith(sure);
    sure.focus();
    sure.addEventListener("blur", () => setTimeout(() => sure.isConnected && sure.replaceWith(ask)));
  });
  bar.append(button(`download ${assignment}.ipynb with what you wrote`, take), ask);
  (table.closest(".pst-scrollable-table-container") ?? table).after(bar, said);
}

const points = document.createElement("p");
points.setAttribute("role", "status");
(document.querySelector("article h1") ?? document.querySelector("h1")).after(points); // the theme has one for paper, too
for (const table of tables) addBar(table);
show();
addEventListener("storage", show); // another tab wrote something
