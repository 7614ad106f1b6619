// Adds "run" and "edit" to the code cells of a page, and "write it here" to its graded exercises. What they do is
// fetched at the first click.
const script = document.currentScript;
const fetched = new Map();
window.runInPage = { settings: { ...script.dataset }, fetchScript };

function fetchScript(name) {
  if (!fetched.has(name)) {
    const element = document.createElement("script");
    element.src = new URL(`${name}.js?v=${script.dataset.version}`, script.src).href;
    fetched.set(
      name,
      new Promise((resolve, reject) => {
        element.onload = () => resolve(window.runInPage[name]);
        element.onerror = () => {
          fetched.delete(name); // so that the next click tries again
          reject(new Error(`the script ${name}.js did not come`));
        };
      }),
    );
    document.head.append(element);
  }
  return fetched.get(name);
}

/** Adds a bar of buttons to `element`; `actions` has what each button's name does. */
function addButtons(element, actions) {
  const bar = document.createElement("div");
  bar.className = "run-bar";
  for (const [action, { label = action, act }] of Object.entries(actions)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.dataset.action = action;
    button.addEventListener("click", async () => {
      try {
        await act();
      } catch (error) {
        const line = element.querySelector(".run-status") ?? document.createElement("p");
        line.className = "run-status";
        line.textContent = `This does not work now: ${error.message}.`;
        bar.after(line);
      }
    });
    bar.append(button);
  }
  element.append(bar);
}

const folder = new URL(".", script.src).href;

for (const code of document.querySelectorAll("[class*='code-of-cell-']")) {
  const number = Number(code.className.match(/\bcode-of-cell-(\d+)\b/)[1]);
  const act = (action) => async () => (await fetchScript("session")).sessionOf(folder)[action](number);
  addButtons(code, { run: { act: act("run") }, edit: { act: act("edit") } });
}

for (const box of document.querySelectorAll(".write-box")) {
  const { exercise } = box.dataset;
  addButtons(box, {
    write: {
      label: `write ${exercise} here`,
      act: async () => (await fetchScript("write")).openBox(box, folder),
    },
  });
}
