// A table of numbers: a head, and rows that are filled anew at each drawing.

/**
 * Puts a table with its heads into an element; returns fill(name, title, texts), which puts a row of this
 * name into it or changes it, and returns the row. A head without text is an empty corner.
 */
export function table(parent, heads) {
  const element = document.createElement("table");
  element.className = "touch-numbers";
  const head = element.createTHead().insertRow();
  for (const text of heads) {
    const cell = document.createElement(text ? "th" : "td");
    if (text) cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  const body = element.createTBody();
  parent.append(element);
  const rows = new Map();
  return (name, title, texts) => {
    if (!rows.has(name)) {
      const row = body.insertRow();
      row.dataset.row = name;
      const first = document.createElement("th");
      first.scope = "row";
      row.append(first);
      texts.forEach(() => row.insertCell());
      rows.set(name, row);
    }
    const row = rows.get(name);
    [title, ...texts].forEach((text, k) => (row.cells[k].textContent = text));
    return row;
  };
}
