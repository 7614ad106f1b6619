// The board: squares that a click or the space key turns over, and where the net is about to be wrong.
import { handle, scaleLinear, select } from "../base/index.js";
import { SIDE, boardOf, textOf } from "./board.js";

const LARGEST = 352;

/** Puts the board into its place; returns draw(state, found). */
export function buildDrawing(figure, parent, set) {
  const svg = select(parent).append("svg").attr("class", "touch-drawing board");
  const ground = svg.append("rect").attr("class", "ground");
  const chances = svg.append("g").attr("class", "chances");
  const lines = svg.append("path").attr("class", "lines");
  const alive = svg.append("path").attr("class", "alive");
  const wrong = svg.append("path").attr("class", "wrong");
  const felt = svg.append("rect").attr("class", "felt-board");
  const x = scaleLinear().domain([-0.5, SIDE - 0.5]);
  const y = scaleLinear().domain([-0.5, SIDE - 0.5]);
  const turned = (column, row) => {
    const board = boardOf(figure.state.board);
    board[SIDE * row + column] = 1 - board[SIDE * row + column];
    return textOf(board);
  };
  felt.on("click", (event) => {
    const box = felt.node().getBoundingClientRect();
    const into = (at, from, size) => Math.min(SIDE - 1, Math.max(0, Math.floor((SIDE * (at - from)) / size)));
    const column = into(event.clientX, box.left, box.width);
    const row = into(event.clientY, box.top, box.height);
    set({ x: column, y: row, board: turned(column, row) });
  });
  const square = handle(svg, {
    label: "a square: arrow keys move, space turns it over",
    x: { scale: () => x, min: 0, max: SIDE - 1, step: 1, get: () => figure.state.x },
    y: { scale: () => y, min: 0, max: SIDE - 1, step: -1, get: () => figure.state.y }, // up is less
    change: (moved) => set(moved),
    text: () => {
      const { x: column, y: row, board } = figure.state;
      return `column ${column + 1}, row ${row + 1}, ${boardOf(board)[SIDE * row + column] ? "alive" : "dead"}`;
    },
  });
  square.node.classed("square", true).on("keydown.turn", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    set({ board: turned(figure.state.x, figure.state.y) });
  });
  const frame = square.node.append("rect").attr("class", "frame");
  square.node.on("click", () => set({ board: turned(figure.state.x, figure.state.y) }));

  return (state, found) => {
    const room = figure.width > 600 ? (figure.width - 20) / 2 : figure.width;
    const cell = Math.floor(Math.min(LARGEST, room) / SIDE);
    const size = cell * SIDE;
    x.range([0, size]);
    y.range([0, size]);
    svg.attr("viewBox", `0 0 ${size} ${size}`).attr("width", size).attr("height", size);
    for (const rect of [ground, felt]) rect.attr("width", size).attr("height", size);
    const edges = Array.from({ length: SIDE + 1 }, (_, k) => `M${k * cell},0V${size}M0,${k * cell}H${size}`);
    lines.attr("d", edges.join(""));
    const squares = (marked, by) => {
      const inner = cell - 2 * by;
      let path = "";
      marked.forEach((value, i) => {
        if (value) path += `M${cell * (i % SIDE) + by},${cell * Math.floor(i / SIDE) + by}h${inner}v${inner}h${-inner}z`;
      });
      return path || null;
    };
    alive.attr("d", squares(found.board, 1));
    wrong.attr("d", squares(found.wrong, 0.5));
    const shown = state.chances ? LEVELS.map((least, k) => found.chances.map((p) => p >= least && p < (LEVELS[k + 1] ?? 2))) : [];
    chances.selectAll("path").data(shown).join("path").attr("d", (marked) => squares(marked, 0)).attr("opacity", (_, k) => LEVELS[k]);
    frame.attr("x", -1.5 * cell).attr("y", -1.5 * cell).attr("width", 3 * cell).attr("height", 3 * cell);
    square.draw();
  };
}

const LEVELS = [0.1, 0.3, 0.5, 0.7, 0.9];
