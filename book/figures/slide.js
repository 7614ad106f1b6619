// Slide it: a filter of one's own on an image; each output's window, products and sum; each
// pixel's gradient, and who sends it; and the road of a gradient through max pooling.
import { backward, forward, pool, routed, stopsOf } from "./arithmetic/slide.js";
import { button, buttons, choice, slider } from "./base/index.js";
import { backwardView } from "./slide/backward-view.js";
import { forwardView } from "./slide/forward-view.js";
import { F, HEIGHT, filtersOf, imageOf, mapOf, poolUpstreamOf, textOf, upstreamOf, weightsOf } from "./slide/numbers.js";
import { poolingView } from "./slide/pooling-view.js";

const VIEWS = {
  forward: ["forward: point at an output", forwardView],
  backward: ["backward: point at a pixel", backwardView],
  pooling: ["max pooling", poolingView],
};
const FILTERS = {
  "vertical edge": [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  "horizontal edge": [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  sum: [1, 1, 1, 1, 1, 1, 1, 1, 1],
  "1 to 9": [1, 2, 3, 4, 5, 6, 7, 8, 9],
  "one pixel": [0, 0, 0, 0, 1, 0, 0, 0, 0],
};

const start = {
  view: "forward", stride: 1, pad: 0, channels: 1, filters: 1, numbers: 0, weights: "",
  k: 0, i: 0, j: 2, // the output that is pointed at
  c: 0, r: 3, s: 3, // the pixel
};

const clamp = (value, least, most) => Math.min(most, Math.max(least, Math.round(value)));

function mend(state) {
  if (!Object.hasOwn(VIEWS, state.view)) state.view = start.view;
  state.stride = clamp(state.stride, 1, 4);
  state.pad = clamp(state.pad, 0, 2);
  state.channels = clamp(state.channels, 1, 2);
  state.filters = clamp(state.filters, 1, 2);
  state.numbers = clamp(state.numbers, 0, 999);
  if (!weightsOf(state)) state.weights = "";
}

/** Keeps what is pointed at inside what there is, when stride, padding or view change. */
function kept(state) {
  const { stops } = stopsOf(HEIGHT, F, state.stride, state.pad);
  const outputs = state.view === "pooling" ? 2 : stops;
  return {
    ...state,
    k: clamp(state.k, 0, state.filters - 1), i: clamp(state.i, 0, outputs - 1), j: clamp(state.j, 0, outputs - 1),
    c: clamp(state.c, 0, state.channels - 1), r: clamp(state.r, 0, HEIGHT - 1), s: clamp(state.s, 0, HEIGHT - 1),
  };
}

/** Returns all numbers that a state shows. */
function computed(state) {
  if (state.view === "pooling") {
    const map = mapOf(state);
    const { values, winners } = pool(map, 2);
    const upstream = poolUpstreamOf();
    return { map, values, winners, upstream, gradient: routed(upstream, winners, map.length, map[0].length) };
  }
  const image = imageOf(state);
  const { filters, biases } = filtersOf(state);
  const maps = forward(image, filters, biases, state.stride, state.pad);
  const upstream = upstreamOf(maps);
  const gradient = backward(upstream, filters, state.stride, state.pad, HEIGHT, HEIGHT);
  return { image, filters, biases, maps, upstream, gradient };
}

function build(figure) {
  const change = (values) => figure.change(kept({ ...figure.state, ...values }));
  const view = choice({
    label: "what to show",
    shown: false,
    options: Object.fromEntries(Object.entries(VIEWS).map(([name, [called]]) => [name, called])),
    change: (name) => change({ view: name }),
  });
  const number = (label, name, min, max) =>
    slider({ label, min, max, step: 1, change: (value) => change({ [name]: value }) });
  const sliders = {
    stride: number("stride", "stride", 1, 4),
    pad: number("padding", "pad", 0, 2),
    channels: number("channels", "channels", 1, 2),
    filters: number("filters", "filters", 1, 2),
  };
  const presets = Object.entries(FILTERS).map(([name, weights]) =>
    button(name, () => {
      const all = weightsOf(figure.state);
      const first = (figure.state.k * 2 + figure.state.c) * F * F;
      all.splice(first, F * F, ...weights);
      change({ weights: textOf(all) });
    }),
  );
  const ofLayer = document.createElement("div");
  ofLayer.className = "layer-controls";
  ofLayer.append(...Object.values(sliders).map(({ element }) => element));
  const filterRow = buttons(presets, "filters to begin with");
  const views = Object.fromEntries(
    Object.entries(VIEWS).map(([name, [, make]]) => [name, make({ change, state: () => figure.state })]),
  );
  const others = button("other numbers", () => change({ numbers: (figure.state.numbers + 1) % 1000 }));
  figure.stage.append(
    ofLayer,
    view.element,
    ...Object.values(views).map(({ element }) => element),
    filterRow,
    buttons([others]),
  );

  return (asked) => {
    Object.assign(asked, kept(asked));
    const state = asked;
    const numbers = computed(state);
    view.draw(state.view);
    for (const [name, one] of Object.entries(sliders)) one.draw(state[name]);
    ofLayer.hidden = filterRow.hidden = state.view === "pooling";
    for (const [name, one] of Object.entries(views)) {
      one.element.hidden = name !== state.view;
      if (name === state.view) one.draw(state, numbers);
    }
  };
}

function sentence(state) {
  return VIEWS[state.view][1].sentence(kept(state), computed(kept(state)));
}

export default { start, mend, build, sentence };
