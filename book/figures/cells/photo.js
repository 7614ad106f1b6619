// The photograph with its cells: the one that moves, and the one that is kept.
import { SIDE } from "../arithmetic/cells.js";
import { handle, scaleLinear, select } from "../base/index.js";

const LARGEST = 340;

/** Puts the photograph into its place; returns draw(state). */
export function buildPhoto(figure, parent, photo, set) {
  const { width, height, greys } = photo;
  const frame = select(parent).append("div").attr("class", "ground");
  const canvas = frame.append("canvas").attr("class", "photo").attr("role", "img")
    .attr("aria-label", "A man looks into a camera on a tripod.").node();
  const svg = frame.append("svg").attr("class", "touch-drawing");
  const kept = svg.append("rect").attr("class", "kept");
  const half = SIDE / 2; // a cell is held in its middle
  const x = scaleLinear().domain([-half, width - half]);
  const y = scaleLinear().domain([-half, height - half]);
  const cell = handle(svg, {
    label: "the cell",
    x: { scale: () => x, min: 1, max: width - SIDE - 1, step: 1, get: () => figure.state.x },
    y: { scale: () => y, min: 1, max: height - SIDE - 1, step: -1, get: () => figure.state.y }, // up is less
    change: (moved) => set(moved),
    text: () => `${figure.state.x} across, ${figure.state.y} down`,
  });
  cell.node.classed("cell", true);
  const square = cell.node.append("rect").attr("class", "square");
  paint(canvas, photo, greys);

  return (state) => {
    const room = figure.width > 600 ? (figure.width - 20) / 2 : figure.width;
    const size = Math.min(LARGEST, room);
    const pixel = size / width;
    const tall = pixel * height;
    x.range([0, size]);
    y.range([0, tall]);
    svg.attr("viewBox", `0 0 ${size} ${tall}`).attr("width", size).attr("height", tall);
    Object.assign(canvas.style, { width: `${size}px`, height: `${tall}px` });
    const side = SIDE * pixel;
    square.attr("x", -side / 2).attr("y", -side / 2).attr("width", side).attr("height", side);
    kept.attr("x", x(state.keepX) - side / 2).attr("y", y(state.keepY) - side / 2).attr("width", side).attr("height", side);
    cell.draw();
  };
}

function paint(canvas, { width, height }, greys) {
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  greys.forEach((grey, i) => image.data.set([255 * grey, 255 * grey, 255 * grey, 255], 4 * i));
  context.putImageData(image, 0, 0);
}
