// Controls that look and behave the same in every figure. Each is a native element, so that
// mouse, finger, keyboard and screen readers know it already.

/** Returns a button that does something. */
export function button(label, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "touch-button";
  element.textContent = label;
  element.addEventListener("click", action);
  return element;
}

/** Returns a row of elements; `label` names it for screen readers, where it needs a name. */
export function buttons(elements, label) {
  const row = document.createElement("div");
  row.className = "touch-row";
  if (label) {
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", label);
  }
  row.append(...elements);
  return row;
}

/**
 * Returns a slider: { element, draw(value) }.
 *
 * `change(value)` is called when the reader moves it; `text(value)` is what is shown beside it.
 */
export function slider({ label, min, max, step, change, text = String }) {
  const element = document.createElement("label");
  element.className = "touch-slider";
  const input = document.createElement("input");
  Object.assign(input, { type: "range", min, max, step });
  const name = document.createElement("span");
  name.textContent = label;
  const output = document.createElement("output");
  element.append(name, input, output);
  input.addEventListener("input", () => change(input.valueAsNumber));
  const draw = (value) => {
    input.value = value;
    output.textContent = text(value);
    input.setAttribute("aria-valuetext", text(value));
  };
  return { element, draw };
}

/** Returns a box to tick: { element, draw(value) }; `change(ticked)` is called. */
export function toggle({ label, change }) {
  const element = document.createElement("label");
  element.className = "touch-toggle";
  const input = document.createElement("input");
  input.type = "checkbox";
  input.addEventListener("change", () => change(input.checked));
  element.append(input, ` ${label}`);
  return { element, draw: (value) => (input.checked = value) };
}

let groups = 0;

/**
 * Returns a choice of one among a few: { element, draw(value) }.
 *
 * `options` maps values to what they are called; `change(value)` is called. With `shown: false`
 * the label is for screen readers alone.
 */
export function choice({ label, options, change, shown = true }) {
  const element = document.createElement("fieldset");
  element.className = "touch-choice";
  if (shown) {
    const legend = document.createElement("legend");
    legend.textContent = label;
    element.append(legend);
  } else element.setAttribute("aria-label", label);
  const group = `touch-choice-${groups++}`;
  const inputs = Object.entries(options).map(([value, called]) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: group, value });
    input.addEventListener("change", () => change(value));
    const option = document.createElement("label");
    const text = document.createElement("span");
    text.textContent = called;
    option.append(input, text);
    element.append(option);
    return input;
  });
  const draw = (value) => {
    for (const input of inputs) input.checked = input.value === String(value);
  };
  return { element, draw };
}
