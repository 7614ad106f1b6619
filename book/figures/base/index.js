// What a figure imports of the base. build.js makes one bundle of it for all figures, so what
// nearly every figure needs of d3 is handed on here; a figure imports the rest from d3 itself.
export { scaleLinear } from "d3-scale";
export { select } from "d3-selection";
export { axis } from "./axis.js";
export { channels } from "./colour.js";
export { begin } from "./figure.js";
export { button, buttons, choice, slider, toggle } from "./controls.js";
export { grid } from "./grid.js";
export { handle } from "./handle.js";
export { fixed, shortest } from "./number.js";
export { table } from "./table.js";
