// Oriented gradients: a cell on a photograph, the arrows of its pixels, and the bins that they fall into.
import { SIDE, arrowsOf, change, histogram, shares } from "./arithmetic/cells.js";
import { button, buttons, fixed, grid, slider, table, toggle } from "./base/index.js";
import { buildBars } from "./cells/bars.js";
import { buildPhoto } from "./cells/photo.js";
import { buildZoom } from "./cells/zoom.js";

const ALL = SIDE ** 2;
const PLACES = { "tripod's leg": [104, 152], "edge of the coat": [66, 97], face: [43, 27], grass: [30, 170], tower: [145, 40] };
const [FIRST_X, FIRST_Y] = PLACES["tripod's leg"];
const [WIDTH, HEIGHT] = [160, 192]; // of the page's piece of the photograph
const A_SECOND = 20; // pixels that are counted, by themselves

const start = {
  x: FIRST_X, y: FIRST_Y, keepX: FIRST_X, keepY: FIRST_Y, counted: ALL, pixel: 0,
  contrast: 1, haze: 0, norm: false,
};

const whole = (value, least, most) => Math.min(most, Math.max(least, Math.round(value)));
const between = (value, least, most) => Math.min(most, Math.max(least, value));

function mend(state) { // a cell has all neighbours of its pixels
  for (const name of ["x", "keepX"]) state[name] = whole(state[name], 1, WIDTH - SIDE - 1);
  for (const name of ["y", "keepY"]) state[name] = whole(state[name], 1, HEIGHT - SIDE - 1);
  state.counted = whole(state.counted, 0, ALL);
  state.pixel = whole(state.pixel, 0, ALL - 1);
  state.contrast = between(state.contrast, 0.1, 1.5);
  state.haze = between(state.haze, -0.3, 0.3);
}

/** Returns the photograph with greys from 0 to 1. */
const photoOf = (data) => ({
  width: WIDTH, height: HEIGHT, greys: data["cells-photo"].greys.map((grey) => grey / 1024),
});

/** Returns the greys of a cell under another light. */
function lit({ width, greys }, x, y, contrast, haze) {
  return Array.from({ length: ALL }, (_, i) =>
    contrast * greys[width * (y + Math.floor(i / SIDE)) + x + (i % SIDE)] + haze,
  );
}

/** Returns all that a state shows. */
function computed(state, photo) {
  const { x, y, keepX, keepY, contrast, haze, counted, norm } = state;
  const arrows = arrowsOf(photo, x, y, contrast);
  const kept = arrowsOf(photo, keepX, keepY);
  const scaled = norm ? shares : (numbers) => numbers;
  const parts = (all) => all.flatMap(({ gx, gy }) => [gx, gy]);
  const greys = lit(photo, x, y, contrast, haze);
  return {
    arrows,
    greys,
    bars: scaled(histogram(arrows.slice(0, counted))),
    keptBars: scaled(histogram(kept)),
    changes: {
      pixels: change(greys, lit(photo, keepX, keepY, 1, 0)),
      arrows: change(parts(arrows), parts(kept)),
      bins: change(shares(histogram(arrows)), shares(histogram(kept))),
    },
  };
}

function build(figure) {
  const photo = photoOf(figure.data);
  const set = (values) => {
    const state = { ...figure.state, ...values };
    mend(state);
    figure.change(state);
  };
  let stop = () => {};
  figure.halt = () => stop();
  const count = () => {
    stop();
    if (figure.calm) return set({ counted: ALL, pixel: ALL - 1 });
    let due = 0;
    set({ counted: 0, pixel: 0 });
    stop = figure.animate((passed) => {
      due += (passed / 1000) * A_SECOND;
      const counted = Math.min(ALL, Math.floor(due));
      if (counted !== figure.state.counted) set({ counted, pixel: counted - 1 });
      return counted < ALL;
    });
  };

  const top = document.createElement("div");
  top.className = "beside";
  const [left, right, controls] = ["left", "right", "controls"].map((name) => {
    const column = document.createElement("div");
    column.className = name;
    top.append(column);
    return column;
  });
  const says = document.createElement("p");
  says.className = "pixel-says";
  figure.stage.append(top);
  const drawPhoto = buildPhoto(figure, left, photo, set);
  const pointed = grid({ select: (i, j) => set({ pixel: SIDE * i + j }) });
  const zoom = buildZoom(right, pointed);
  const bars = buildBars(figure, right);
  const counted = slider({
    label: "pixels counted", min: 0, max: ALL, step: 1,
    change: (value) => {
      stop();
      set({ counted: value, pixel: value - 1 });
    },
  });
  const light = (name, label, min, max) =>
    slider({ label, min, max, step: 0.05, change: (value) => set({ [name]: value }), text: (value) => fixed(value, 2) });
  const contrast = light("contrast", "contrast a", 0.1, 1.5);
  const haze = light("haze", "haze c", -0.3, 0.3);
  const norm = toggle({ label: "divide by the sum", change: (ticked) => set({ norm: ticked }) });
  right.append(says);
  controls.append(
    buttons(Object.entries(PLACES).map(([name, [x, y]]) => button(name, () => set({ x, y }))), "places"),
    buttons([
      button("count them", count),
      button("keep this cell", () => set({ keepX: figure.state.x, keepY: figure.state.y })),
    ]),
    counted.element, contrast.element, haze.element, norm.element,
  );
  const fill = table(figure.stage, ["", "changed from the kept cell to this one"]);

  return (state) => {
    const found = computed(state, photo);
    top.classList.toggle("two", figure.width > 600);
    drawPhoto(state);
    zoom(state, found);
    bars(state, found);
    counted.draw(state.counted);
    contrast.draw(state.contrast);
    haze.draw(state.haze);
    norm.draw(state.norm);
    says.textContent = `${state.counted} of ${ALL} pixels are counted. ${told(state, found)}`;
    for (const [name, title] of [["pixels", "pixels"], ["arrows", "arrows"], ["bins", "bins, divided by their sum"]]) {
      fill(name, title, [`${fixed(100 * found.changes[name], 0)}%`]);
    }
  };
}

function told({ pixel }, { arrows }) {
  const { gx, gy, magnitude, degrees, bin } = arrows[pixel];
  return (
    `Pixel ${pixel + 1}: ${fixed(gx, 3)} to the right and ${fixed(gy, 3)} down, length ${fixed(magnitude, 3)}, ` +
    `orientation ${fixed(degrees, 0)}°, so bin ${bin}, from ${20 * bin}°.`
  );
}

function sentence(state, data) {
  const found = computed(state, photoOf(data));
  const most = found.bars.indexOf(Math.max(...found.bars));
  return (
    `Cell at ${state.x} across, ${state.y} down. ${told(state, found)} ` +
    `The largest of the nine bins is ${most}. From the kept cell the bins changed by ${fixed(100 * found.changes.bins, 0)} percent.`
  );
}

const reset = (figure) => figure.halt();

export default { start, mend, build, sentence, reset };
