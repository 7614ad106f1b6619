// A table of numbers in which a reader points at one: by mouse, by finger, or by the arrow keys.

let grids = 0;

/**
 * Returns a grid: { element, draw({ rows, text, classes, selected, label }) }.
 *
 * `rows` are lists of values, `text(value, i, j)` what a cell shows, `classes(i, j)` a string of
 * class names for it, `selected` the place [i, j] that is pointed at, or null. `select(i, j)`
 * is called when the reader points at another; without it the grid only shows.
 */
export function grid({ select }) {
  const element = document.createElement("table");
  element.className = "touch-grid";
  element.setAttribute("role", "grid");
  const name = `touch-grid-${grids++}`;
  let at = null;
  let size = [0, 0];

  const pointed = (target) => {
    const cell = target?.closest?.("td");
    if (!cell || !element.contains(cell)) return;
    const place = [cell.parentElement.rowIndex, cell.cellIndex];
    if (String(place) !== String(at)) select(...place);
  };
  if (select) {
    element.tabIndex = 0;
    element.addEventListener("pointerover", (event) => pointed(event.target));
    element.addEventListener("pointerdown", (event) => {
      event.target.releasePointerCapture?.(event.pointerId); // a finger may go on to other cells
      pointed(event.target);
    });
    element.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") pointed(document.elementFromPoint(event.clientX, event.clientY));
    });
    element.addEventListener("keydown", (event) => {
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (!step) return;
      event.preventDefault();
      const place = step.map((by, axis) =>
        Math.min(size[axis] - 1, Math.max(0, (at ? at[axis] : 0) + (at ? by : 0))),
      );
      if (String(place) !== String(at)) select(...place);
    });
  }

  const draw = ({ rows, text, classes = () => "", selected = null, label }) => {
    at = selected;
    size = [rows.length, rows[0].length];
    element.setAttribute("aria-label", label);
    while (element.rows.length > size[0]) element.deleteRow(-1);
    while (element.rows.length < size[0]) element.insertRow().setAttribute("role", "row");
    rows.forEach((values, i) => {
      const row = element.rows[i];
      while (row.cells.length > size[1]) row.deleteCell(-1);
      while (row.cells.length < size[1]) row.insertCell().setAttribute("role", "gridcell");
      values.forEach((value, j) => {
        const cell = row.cells[j];
        const isSelected = selected !== null && selected[0] === i && selected[1] === j;
        cell.id = `${name}-${i}-${j}`;
        cell.textContent = text(value, i, j);
        cell.className = classes(i, j);
        cell.classList.toggle("selected", isSelected);
        cell.setAttribute("aria-selected", isSelected);
      });
    });
    if (selected) element.setAttribute("aria-activedescendant", `${name}-${selected.join("-")}`);
    else element.removeAttribute("aria-activedescendant");
  };
  return { element, draw };
}
