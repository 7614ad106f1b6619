// Adds "run" and "edit" to the code cells of a page. What they do is fetched at the first click.
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

function addButtons(code) {
  const number = Number(code.className.match(/\bcode-of-cell-(\d+)\b/)[1]);
  const bar = document.createElement("div");
  bar.className = "run-bar";
  for (const action of ["run", "edit"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action;
    button.dataset.action = action;
    button.addEventListener("click", async () => {
      try {
        const { sessionOf } = await fetchScript("session");
        await sessionOf(new URL(".", script.src).href)[action](number);
      } catch (error) {
        const line = bar.parentElement.querySelector(".run-status") ?? document.createElement("p");
        line.className = "run-status";
        line.textContent = `This page's code cannot run: ${error.message}.`;
        bar.after(line);
      }
    });
    bar.append(button);
  }
  code.append(bar);
}

for (const code of document.querySelectorAll("[class*='code-of-cell-']")) addButtons(code);
