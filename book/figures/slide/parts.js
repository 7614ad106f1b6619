// What the figure's views have in common: grids with a title, side by side, and equations.
import { shortest } from "../base/index.js";

/** Returns a grid with its title above it: { element, draw } as `grid` has them. */
export function titled(made) {
  const element = document.createElement("div");
  element.className = "titled";
  const title = document.createElement("p");
  element.append(title, made.element);
  const draw = (drawn) => {
    title.textContent = drawn.title ?? drawn.label;
    made.draw(drawn);
  };
  return { element, draw };
}

/** Returns a row of elements that break into lines where there is no room. */
export function sideBySide(...elements) {
  const row = document.createElement("div");
  row.className = "side-by-side";
  row.append(...elements);
  return row;
}

/** Returns a line of text that is read as an equation. */
export function equation() {
  const element = document.createElement("p");
  element.className = "equation";
  return element;
}

/** Returns a number as a factor: with brackets where it is negative. */
export const factor = (value) => (value < 0 ? `(${shortest(value)})` : shortest(value));

/** Returns numbers as a sum in words: 3 − 2 + 0. */
export function summed(values) {
  return values.map((value, k) => (k === 0 ? shortest(value) : `${value < 0 ? "−" : "+"} ${shortest(Math.abs(value))}`)).join(" ");
}

/** Returns a class name for a number's sign. */
export const signOf = (value) => (value > 0 ? "positive" : value < 0 ? "negative" : "zero");
