// The 64 pixels of the cell and the arrow of each, from dark to light; one pixel is pointed at.
import { SIDE } from "../arithmetic/cells.js";
import { select } from "../base/index.js";

const PIXEL = 30; // of the page, for one of the picture
const LONGEST = 26; // an arrow of the cell's largest magnitude
const FAINT = 0.02; // cells with less have short arrows

/** Puts the pixels into their place; `pointed` is the grid in which a reader points. Returns draw(state, found). */
export function buildZoom(parent, pointed) {
  const frame = document.createElement("div");
  frame.className = "zoom";
  frame.append(pointed.element);
  parent.append(frame);
  const size = SIDE * PIXEL;
  const svg = select(frame).append("svg").attr("class", "touch-drawing").attr("aria-hidden", "true");
  svg.attr("viewBox", `0 0 ${size} ${size}`).attr("width", size).attr("height", size);

  return (state, { arrows, greys }) => {
    const rows = Array.from({ length: SIDE }, (_, i) => greys.slice(SIDE * i, SIDE * (i + 1)));
    pointed.draw({
      rows,
      text: () => "",
      selected: [Math.floor(state.pixel / SIDE), state.pixel % SIDE],
      classes: (i, j) => (SIDE * i + j < state.counted ? "counted" : ""),
      label: "the pixels of the cell",
    });
    greys.forEach((grey, i) => {
      const shade = 255 * Math.min(1, Math.max(0, grey));
      const cell = pointed.element.rows[Math.floor(i / SIDE)].cells[i % SIDE];
      cell.style.background = `rgb(${shade} ${shade} ${shade})`;
      cell.setAttribute("aria-label", `pixel ${i + 1}, grey ${grey.toFixed(2)}`);
    });
    const longest = Math.max(FAINT, ...arrows.map(({ magnitude }) => magnitude));
    svg.selectAll("path").data(arrows).join("path")
      .attr("class", (_, i) => `arrow${i === state.pixel ? " chosen" : ""}${i < state.counted ? "" : " waiting"}`)
      .attr("d", ({ gx, gy }, i) => {
        const [cx, cy] = [(i % SIDE) + 0.5, Math.floor(i / SIDE) + 0.5].map((k) => k * PIXEL);
        return arrow(cx, cy, (gx / longest) * LONGEST, (gy / longest) * LONGEST);
      });
  };
}

/** Returns an arrow around a middle as a path; a dot where it is too short. */
function arrow(cx, cy, dx, dy) {
  const at = (along, aside) => `${(cx + along * dx - aside * dy).toFixed(1)},${(cy + along * dy + aside * dx).toFixed(1)}`;
  if (Math.hypot(dx, dy) < 2) return `M${at(0, 0)}h0.01`;
  return `M${at(-0.5, 0)}L${at(0.5, 0)}M${at(0.15, 0.22)}L${at(0.5, 0)}L${at(0.15, -0.22)}`;
}
