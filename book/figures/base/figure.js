// A figure on its page: its state, in the page's address too, and what it may ask of the page.
import { read, write } from "./address.js";
import { button } from "./controls.js";

const LONGEST_STEP_MS = 100; // a step of an animation after a pause
const REST_MS = 300; // after the last change: then the address is written, and a screen reader told

/**
 * Begins a figure in its root element.
 *
 * `definition` is what a figure's module exports by default:
 *   start             its state at first, an object of numbers, strings and booleans, or a
 *                     function that returns one from what the page's cells computed. The page's
 *                     directive may say otherwise (:start:)
 *   mend(state)       puts right in place what an address may have got wrong; optional
 *   build(figure)     makes the elements, once, in `figure.stage`; returns draw(state), which is
 *                     called at first and after each change of state, width or theme
 *   sentence(state, data, figure)   what a screen reader is told after a change
 */
export function begin(root, definition) {
  const figure = new Figure(root, definition);
  figure.draw = definition.build(figure);
  figure.restore();
  new ResizeObserver(() => figure.width !== figure.stage.clientWidth && figure.redraw()).observe(figure.stage);
  new MutationObserver(() => figure.redraw()).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
  new IntersectionObserver((entries) => {
    figure.seen = entries.at(-1).isIntersecting;
  }).observe(root);
  addEventListener("hashchange", () => figure.restore());
  root.dataset.state = "ready";
}

class Figure {
  constructor(root, definition) {
    this.root = root;
    this.definition = definition;
    this.key = root.dataset.key;
    this.seen = true;
    this.stage = root.querySelector(".touch-stage");
    this.width = this.stage.clientWidth; // what there is to draw in, in CSS pixels
    this.data = Object.fromEntries(
      [...root.querySelectorAll("script[data-name]")].map(({ dataset: { name, file }, textContent }) => [
        name,
        file ? window.touchData[name] : JSON.parse(textContent),
      ]),
    );
    const { start } = definition;
    this.start = { ...(typeof start === "function" ? start(this.data) : start) };
    Object.assign(this.start, this.known(new URLSearchParams(root.dataset.start ?? "")));
    this.state = { ...this.start };
    const reset = button("reset", () => this.reset());
    reset.classList.add("touch-reset");
    root.querySelector(".touch-title").after(reset);
    this.said = document.createElement("p");
    this.said.className = "touch-said";
    this.said.setAttribute("aria-live", "polite");
    root.append(this.said);
  }

  /** Whether the reader asked for less motion: then nothing moves by itself. */
  get calm() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** Returns a colour of the styles ("--one") as a canvas takes it. */
  colour(name) {
    return getComputedStyle(this.root).getPropertyValue(name).trim();
  }

  /** Changes some of the state's values, draws, and tells the address and screen readers. */
  change(values) {
    Object.assign(this.state, values);
    this.redraw();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST_MS);
  }

  /** Goes back to the state at first. */
  reset() {
    this.definition.reset?.(this);
    this.change(this.start);
  }

  /** Takes the state that the address asks for, where it asks for one. */
  restore() {
    const state = { ...this.start, ...this.known(Object.entries(read(this.key))) };
    this.definition.mend?.(state);
    Object.assign(this.state, state);
    this.redraw();
  }

  /** Returns those of some pairs of name and text that the state has, with its types. */
  known(pairs) {
    const own = [...pairs].filter(([name]) => Object.hasOwn(this.start, name));
    return Object.fromEntries(own.map(([name, text]) => [name, typed(text, this.start[name])]));
  }

  redraw() {
    // Measured once a drawing: asked between two changes of the page, it would lay out the page anew.
    this.width = this.stage.clientWidth;
    if (!this.width) return; // out of the page's flow, as a tab that closes: nothing can be seen
    this.draw(this.state);
  }

  rest() {
    const { sentence } = this.definition;
    const changed = Object.entries(this.state).filter(([name, value]) => value !== this.start[name]);
    write(this.key, Object.fromEntries(changed.map(([name, value]) => [name, asText(value)])));
    if (sentence) this.said.textContent = sentence(this.state, this.data, this);
  }

  /**
   * Calls `step(milliseconds since the last call)` for each frame in which the figure can be
   * seen, until it returns false; returns a function that ends it sooner.
   */
  animate(step) {
    let last = performance.now();
    let request;
    const frame = (now) => {
      const passed = Math.max(0, Math.min(now - last, LONGEST_STEP_MS)); // a frame may be older than the call
      last = now;
      if (!this.seen || step(passed) !== false) request = requestAnimationFrame(frame);
    };
    request = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(request);
  }
}

/** Returns a text of the address as the type that the value has at first. */
function typed(text, atFirst) {
  if (typeof atFirst === "boolean") return text === "true";
  if (typeof atFirst !== "number") return text;
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : atFirst;
}

function asText(value) {
  return typeof value === "number" ? String(Number(value.toFixed(6))) : String(value);
}
