// Axes as the book's figures have them: few ticks, a pale grid, a label with its unit.
import { axisBottom, axisLeft } from "d3-axis";

/**
 * Draws an axis into a group that the caller has put in its place.
 *
 * `side` is "bottom" or "left", `across` how far its grid lines reach, in pixels.
 */
export function axis(group, { scale, side, label, ticks = 6, across = 0 }) {
  const make = side === "left" ? axisLeft : axisBottom;
  group
    .attr("class", `touch-axis ${side}`)
    .call(make(scale).ticks(ticks).tickSizeInner(-across).tickSizeOuter(0).tickPadding(6));
  const [start, end] = scale.range();
  const text = group.selectAll("text.name").data([label]).join("text").attr("class", "name");
  text.text(label);
  if (side === "bottom") text.attr("x", (start + end) / 2).attr("y", 36);
  else text.attr("transform", `translate(-34,${(start + end) / 2}) rotate(-90)`);
}
