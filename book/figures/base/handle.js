// A point of a drawing that can be moved: by mouse, by finger, and by the arrow keys.
import { drag } from "d3-drag";
import { select } from "d3-selection";

const SEEN_RADIUS = 9;
const FELT_RADIUS = 22; // a finger's

/**
 * Puts a handle into an SVG group; returns { node, draw() }.
 *
 * It moves along `x`, along `y` or both. Each is an axis of the drawing:
 *   scale()        d3's scale, from values to pixels, as it is now
 *   min, max, step the values that it may take
 *   get()          its value
 * Along an axis on which it does not move, `at` is where it is, in pixels: at: { y: () => 20 }.
 * `change({x, y})` is called with new values; `label` and `text()` are for screen readers.
 */
export function handle(parent, { label, x, y, at = {}, change, text }) {
  const node = select(parent.node?.() ?? parent)
    .append("g")
    .attr("class", "touch-handle")
    .attr("tabindex", 0)
    .attr("role", "slider")
    .attr("aria-label", label);
  node.append("circle").attr("class", "felt").attr("r", FELT_RADIUS);
  node.append("circle").attr("class", "seen").attr("r", SEEN_RADIUS);
  const axes = { ...(x && { x }), ...(y && { y }) };
  const place = () => ({
    x: x ? x.scale()(x.get()) : at.x(),
    y: y ? y.scale()(y.get()) : at.y(),
  });
  const moveTo = (values) => {
    const allowed = Object.entries(values).map(([name, value]) => [name, within(axes[name], value)]);
    change(Object.fromEntries(allowed));
  };

  node.call(
    drag()
      .subject(place) // a grip beside the middle does not make it jump
      .on("start", () => node.node().focus({ preventScroll: true }))
      .on("drag", (event) => {
        const names = Object.keys(axes);
        moveTo(Object.fromEntries(names.map((name) => [name, axes[name].scale().invert(event[name])])));
      }),
  );

  node.on("keydown", (event) => {
    const values = pressed(event, axes);
    if (!values) return;
    event.preventDefault();
    moveTo(values);
  });

  const draw = () => {
    const { x: left, y: top } = place();
    const { min, max, get } = x ?? y;
    node
      .attr("transform", `translate(${left},${top})`)
      .attr("aria-valuemin", min)
      .attr("aria-valuemax", max)
      .attr("aria-valuenow", get())
      .attr("aria-valuetext", text());
  };
  return { node, draw };
}

/** Returns the values that a key moves a handle to, or null for a key that moves none. */
function pressed({ key, shiftKey }, axes) {
  const { x, y } = axes;
  const many = shiftKey ? 10 : 1;
  const moved = (axis, steps) => axis.get() + steps * many * axis.step;
  const across = { ArrowRight: 1, ArrowLeft: -1 }[key];
  const up = { ArrowUp: 1, ArrowDown: -1 }[key];
  if (across) return x ? { x: moved(x, across) } : { y: moved(y, across) };
  if (up) return y ? { y: moved(y, up) } : { x: moved(x, up) };
  const far = { PageUp: 10, PageDown: -10 }[key];
  const name = x ? "x" : "y";
  if (far) return { [name]: axes[name].get() + far * axes[name].step };
  if (key === "Home") return { [name]: axes[name].min };
  if (key === "End") return { [name]: axes[name].max };
  return null;
}

function within({ min, max, step }, value) {
  const stepped = Math.round(value / step) * step;
  return Math.min(max, Math.max(min, Number(stepped.toFixed(9))));
}
