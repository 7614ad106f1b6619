// A cell on the page: its code, its buttons, what it has put out, and how that is put back.

export class CellView {
  /** Returns the view of the page's cell `number`. */
  static of(number) {
    const output = document.querySelectorAll(`.output-of-cell-${number}`);
    return new CellView(document.querySelector(`.code-of-cell-${number}`), [...output]);
  }

  /** `input` holds the code and its buttons; `still` are the elements with what the book has put out. */
  constructor(input, still = []) {
    this.input = input;
    this.still = still;
    this.code = null; // as it was edited
    this.status = null;
    this.output = null;
    this.caught = []; // what of the page was put away for a run
  }

  /** Writes one line below the buttons; an empty one takes it away. */
  say(text) {
    if (!this.input) return;
    this.status ??= this.#add("p", "run-status");
    this.status.setAttribute("role", "status");
    this.status.textContent = text;
    this.status.hidden = text === "";
  }

  #add(tag, name) {
    const element = document.createElement(tag);
    element.className = name;
    this.input.append(element);
    return element;
  }

  /** Asks a question with two buttons; resolves with true for yes. */
  ask(text) {
    const box = this.#add("div", "run-question");
    const words = document.createElement("p");
    words.textContent = text;
    box.append(words);
    this.say("");
    return new Promise((resolve) => {
      for (const [label, yes] of [["fetch and run", true], ["not now", false]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = label;
        button.addEventListener("click", () => {
          box.remove();
          this.input.querySelector("[data-action=run]")?.focus({ preventScroll: true });
          resolve(yes);
        });
        box.append(button);
      }
      box.querySelector("button").focus();
    });
  }

  /** While it runs, "run" is "stop". */
  running(on, stop) {
    const button = this.input?.querySelector("[data-action=run], [data-action=stop]");
    if (!button) return;
    this.stopper ??= button.cloneNode();
    this.stopper.textContent = "stop";
    this.stopper.dataset.action = "stop";
    this.stopper.onclick = stop ?? null;
    if (on) {
      if (button === this.stopper) return;
      this.runner = button;
      const focused = document.activeElement === button;
      button.replaceWith(this.stopper);
      if (focused) this.stopper.focus({ preventScroll: true });
    } else if (this.runner) {
      const focused = document.activeElement === this.stopper;
      this.stopper.replaceWith(this.runner);
      if (focused) this.runner.focus({ preventScroll: true });
    }
  }

  /** Puts away what the last run or the book has put out, and makes room. */
  begin() {
    this.clear();
    for (const part of this.still) {
      this.#putAway(part.querySelector("figure") ? [...part.querySelectorAll("img")] : [part]);
      if (part.querySelector("figure")) this.#putAway([...part.children].filter((one) => !one.matches("figure")));
    }
    this.output = document.createElement("div");
    this.output.className = "cell_output run-output";
    const last = this.still[0] ?? this.input;
    if (!last) return;
    if (this.still[0]?.querySelector("figure")) last.prepend(this.output);
    else last.after(this.output);
    const fold = last.closest("details.reveal");
    if (fold) fold.open = true; // the reader asked for the answer
  }

  #putAway(elements) {
    for (const element of elements) {
      element.hidden = true;
      this.caught.push(element);
    }
  }

  /** Shows again what the book has put out. */
  clear() {
    this.output?.remove();
    this.output = null;
    this.printed = null;
    for (const picture of this.pictures ?? []) picture.remove();
    this.pictures = [];
    for (const element of this.caught) element.hidden = false;
    this.caught = [];
  }

  /** Puts the book's code and output back. */
  reset() {
    this.clear();
    this.code = null;
    this.say("");
  }

  #block() {
    const highlight = document.createElement("div");
    highlight.className = "highlight";
    const block = document.createElement("pre");
    block.tabIndex = 0; // it may scroll, and keys must reach it
    highlight.append(block);
    this.output?.append(highlight);
    return block;
  }

  /** Adds what was printed. */
  stream({ text }) {
    this.printed ??= this.#block();
    this.printed.append(text);
  }

  /** Shows a cell's answer: its last value or its traceback, and its figures. */
  show({ text, figures = [], failed }) {
    if (text) {
      const block = this.#block();
      block.textContent = text;
      block.classList.toggle("run-failed", Boolean(failed));
    }
    const frame = this.still.map((part) => part.querySelector("figure")).find(Boolean);
    const known = frame?.querySelector("img");
    figures.forEach(({ source, width }, index) => {
      const picture = new Image(width);
      picture.src = source;
      picture.alt = this.code === null && known?.alt ? known.alt : "What the changed code draws";
      if (frame && index === 0) frame.prepend(picture);
      else this.output?.append(picture);
      this.pictures.push(picture);
    });
  }
}
