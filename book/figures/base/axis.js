// Axes as the book's figures have them: few ticks, a pale grid, a label with its unit.
import { axisBottom, axisLeft } from "d3-axis";

/**
 * Draws an axis into a group that the caller has put in its place.
 *
 * `side` is "bottom" or "left", `across` how far its grid lines reach, in pixels. Instead of about so
 * many `ticks`, they may stand at `values`, with `text(value)` beside them.
 */
export function axis(group, { scale, side, label, ticks = 6, across = 0, values = null, text = null }) {
  const make = side === "left" ? axisLeft : axisBottom;
  const marks = make(scale).ticks(ticks).tickValues(values).tickFormat(text);
  group
    .attr("class", `touch-axis ${side}`)
    .call(marks.tickSizeInner(-across).tickSizeOuter(0).tickPadding(6));
  const [start, end] = scale.range();
  const name = group.selectAll("text.name").data([label]).join("text").attr("class", "name");
  name.text(label);
  if (side === "bottom") name.attr("x", (start + end) / 2).attr("y", 36);
  else name.attr("transform", `translate(-34,${(start + end) / 2}) rotate(-90)`);
}
