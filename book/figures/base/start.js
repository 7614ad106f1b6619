// Waits on a page with figures until one comes into view; then its scripts are fetched.
const script = document.currentScript;
const fetched = new Map();

function fetchScript(name) {
  if (!fetched.has(name)) {
    const element = document.createElement("script");
    element.src = new URL(`${name}.js?v=${script.dataset.version}`, script.src).href;
    element.async = false; // run in the order of asking: what is shared first
    fetched.set(
      name,
      new Promise((resolve, reject) => {
        element.onload = resolve;
        element.onerror = () => reject(new Error(`the script ${element.src} did not come`));
      }),
    );
    document.head.append(element);
  }
  return fetched.get(name);
}

async function begin(root) {
  const name = root.dataset.figure;
  root.dataset.state = "loading";
  try {
    const files = [...root.querySelectorAll("script[data-file]")].map(({ dataset }) => dataset.file);
    await Promise.all(["base", name, ...files].map(fetchScript));
    window.touch.base.begin(root, window.touch.figures[name].default);
  } catch (error) {
    root.dataset.state = "failed"; // the still picture shows
    console.error(error);
  }
}

const roots = [...document.querySelectorAll(".touch")];
const observer = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      begin(target);
    }
  },
  { rootMargin: "100px" },
);
for (const root of roots) observer.observe(root);

// An address with a figure's state leads to that figure, into a fold, too.
const asked = roots.find(({ dataset }) => location.hash.startsWith(`#${dataset.key}.`));
addEventListener("DOMContentLoaded", () => {
  setTimeout(() => {
    // When the answers to guesses have been closed.
    for (let fold = asked?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    asked?.scrollIntoView({ block: "start" });
  });
});
