// A graded exercise on the page: its stub can be written, checked, taken along and erased.
import { CellView } from "./cell_view.js";
import { download, fetchJson } from "./notebook.js";
import { erase, onChangeElsewhere, read, write } from "./wrote.js";

/** Opens a box for writing; `folder` is the address of the site's scripts. */
export async function openBox(box, folder) {
  const { assignment, exercise } = box.dataset;
  const [{ order, stubs }, { openEditor }] = await Promise.all([
    fetchJson(new URL("../write/stubs.json", folder)),
    window.runInPage.fetchScript("editor"),
  ]);
  const view = new CellView(box);
  view.code = read(assignment, exercise)?.code ?? null;
  const check = () => checkBox(view, folder, order).catch((error) => view.say(`This does not work now: ${error.message}.`));
  const edit = () =>
    openEditor(view, {
      run: check,
      changed: () => write(assignment, exercise, view.code),
      reset: () => {
        erase(assignment, exercise);
        view.reset();
      },
      label: `Your ${exercise}. Escape leaves it.`,
      resetLabel: "erase",
      sure: "erase it for good",
    });
  const take = () =>
    download(folder, assignment).catch((error) => view.say(`The notebook cannot be made now: ${error.message}.`));
  box.replaceChildren(code(stubs[assignment][exercise]), bar({ check, edit, take }));
  edit();
  onChangeElsewhere(assignment, exercise, () => {
    view.code = read(assignment, exercise)?.code ?? null;
    view.editor?.replace(view.code ?? stubs[assignment][exercise]);
  });
}

function code(stub) {
  const shown = document.createElement("div");
  shown.className = "highlight";
  const text = document.createElement("pre");
  text.textContent = stub;
  shown.append(text);
  return shown;
}

function bar({ check, edit, take }) {
  const element = document.createElement("div");
  element.className = "run-bar";
  for (const [action, label, act] of [["run", "check", check], ["edit", "write", edit], ["take", "download the notebook with it", take]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.dataset.action = action;
    button.addEventListener("click", act);
    element.append(button);
  }
  return element;
}

/** Asks the judge about what stands in a box, and keeps what comes of it. */
async function checkBox(view, folder, order) {
  const { assignment, exercise } = view.input.dataset;
  const code = view.code ?? view.input.querySelector(".highlight pre").textContent;
  const others = order.filter((place) => place.join("/") !== `${assignment}/${exercise}`).map((place) => read(...place)?.code);
  const { sessionOf } = await window.runInPage.fetchScript("session");
  const answer = await sessionOf(folder).check(view, {
    archive: new URL(`../write/${assignment}.zip`, folder).href,
    exercise,
    sources: [...others.filter(Boolean), code],
  });
  if (!answer) return;
  const { text, passed, score, max_score } = answer;
  if (view.code !== null && view.code === code) write(assignment, exercise, code, { passed, score, max_score });
  view.begin();
  view.show({ text, failed: !passed });
}
