// Life: a net that has learned the rule plays it, turn by turn, on a board that a reader draws.
import { generator } from "./arithmetic/random.js";
import { read, rightOnAll, turn, windowsOf } from "./arithmetic/life.js";
import { button, buttons, fixed, slider, toggle } from "./base/index.js";
import { SIDE, boardOf, readable, textOf } from "./life/board.js";
import { buildDrawing } from "./life/drawing.js";
import { buildWindow } from "./life/window.js";

const TURNS_A_SECOND = 8;
const TURNS_AT_ONCE = 10; // where nothing may move by itself
const SHARE = 0.3; // of a random board that is alive
const PATTERNS = {
  glider: [[0, 1], [1, 2], [2, 0], [2, 1], [2, 2]],
  "R-pentomino": [[0, 1], [0, 2], [1, 0], [1, 1], [2, 1]],
  spaceship: [[0, 1], [0, 4], [1, 0], [2, 0], [2, 4], [3, 0], [3, 1], [3, 2], [3, 3]],
};

/** Returns a board with a pattern in its middle. */
function withPattern(squares) {
  const board = new Array(SIDE * SIDE).fill(0);
  for (const [row, column] of squares) board[SIDE * (SIDE / 2 - 2 + row) + SIDE / 2 - 2 + column] = 1;
  return board;
}

const start = ({ "life-nets": { seen } }) => ({
  board: textOf(withPattern(PATTERNS["R-pentomino"])), turns: 0, seed: 0, net: seen.length - 1,
  wrapped: true, chances: false, x: SIDE / 2, y: SIDE / 2,
});

const whole = (value, least, most) => Math.min(most, Math.max(least, Math.round(value)));

function mend(state) {
  state.board = readable(state.board);
  state.turns = whole(state.turns, 0, 1e6);
  state.seed = whole(state.seed, 0, 1e6);
  state.net = whole(state.net, 0, 99);
  for (const name of ["x", "y"]) state[name] = whole(state[name], 0, SIDE - 1);
}

const netOf = ({ net }, { "life-nets": { seen, nets } }) => {
  const which = Math.min(net, nets.length - 1);
  return { net: nets[which], seen: seen[which] };
};

/** Returns all that a state shows. */
function computed(state, data) {
  const { net, seen } = netOf(state, data);
  const board = boardOf(state.board);
  const windows = windowsOf(board, SIDE, state.wrapped);
  const at = 9 * (SIDE * state.y + state.x);
  const made = turn(board, SIDE, net, state.wrapped);
  return {
    net, seen, board, ...made,
    window: windows.slice(at, at + 9),
    found: read(windows, net, at),
    alive: board.reduce((sum, square) => sum + square, 0),
    differing: made.wrong.reduce((sum, square) => sum + square, 0),
  };
}

function build(figure) {
  const { seen, nets } = figure.data["life-nets"];
  const right = nets.map(rightOnAll);
  const set = (values) => {
    const state = { ...figure.state, ...values };
    mend(state);
    figure.change(state);
  };
  const begin = (board, more) => {
    figure.halt();
    set({ board: textOf(board), turns: 0, ...more });
  };
  const play = (count) => {
    const { net } = netOf(figure.state, figure.data);
    let board = boardOf(figure.state.board);
    for (let k = 0; k < count; k++) board = turn(board, SIDE, net, figure.state.wrapped).next;
    set({ board: textOf(board), turns: figure.state.turns + count });
  };
  let stop = null;
  figure.halt = () => {
    stop?.();
    stop = null;
    run.textContent = "run";
  };
  const toggleRun = () => {
    if (stop) return figure.halt();
    if (figure.calm) return play(TURNS_AT_ONCE);
    let due = 0;
    run.textContent = "stop";
    stop = figure.animate((passed) => {
      due += (passed / 1000) * TURNS_A_SECOND;
      if (due >= 1) play(Math.floor(due));
      due %= 1;
    });
  };
  const run = button("run", toggleRun);
  const random = () => {
    const seed = figure.state.seed + 1;
    const uniform = generator(seed);
    begin(Array.from({ length: SIDE * SIDE }, () => (uniform() < SHARE ? 1 : 0)), { seed });
  };

  const [top, left, side] = ["beside", "left", "right"].map((name) => {
    const element = document.createElement("div");
    element.className = name;
    return element;
  });
  top.append(left, side);
  figure.stage.append(top);
  const drawing = buildDrawing(figure, left, set);
  const says = document.createElement("p");
  says.className = "says";
  left.append(says, buttons([run, button("a turn", () => play(1))]));
  const looked = buildWindow(side);
  const which = slider({
    label: "boards seen", min: 0, max: nets.length - 1, step: 1,
    change: (net) => set({ net }), text: (net) => String(seen[net]),
  });
  const wrapped = toggle({ label: "edges meet, as in training", change: (ticked) => set({ wrapped: ticked }) });
  const chances = toggle({ label: "show how sure the net is of the next turn", change: (ticked) => set({ chances: ticked }) });
  figure.stage.append(
    buttons([
      ...Object.entries(PATTERNS).map(([name, squares]) => button(name, () => begin(withPattern(squares)))),
      button("random", random),
      button("empty", () => begin(withPattern([]))),
    ], "boards"),
    which.element, wrapped.element, chances.element,
  );

  return (state) => {
    const found = computed(state, figure.data);
    top.classList.toggle("two", figure.width > 600);
    drawing(state, found);
    looked(state, found);
    which.draw(Math.min(state.net, nets.length - 1));
    wrapped.draw(state.wrapped);
    chances.draw(state.chances);
    says.textContent = told(state, found, right[Math.min(state.net, nets.length - 1)]);
  };
}

const told = ({ turns }, { alive, differing, seen }, right) =>
  `Turn ${turns}: ${alive} alive. The net that has seen ${seen} boards is right on ${right} of 512 windows; ` +
  `its next turn differs from the rule's on ${differing} of ${SIDE * SIDE} squares.`;

function sentence(state, data) {
  const found = computed(state, data);
  const { x, y } = state;
  return (
    `Turn ${state.turns}: ${found.alive} alive, ${found.differing} squares will differ from the rule. ` +
    `Column ${x + 1}, row ${y + 1} is ${found.window[4] ? "alive" : "dead"}; that it lives next turn has the chance ${fixed(found.found.chance, 2)}.`
  );
}

const reset = (figure) => figure.halt();

export default { start, mend, build, sentence, reset };
