// The net that a state asks for. All that it is follows from the state: it is trained from its start for so
// many steps, in pieces that leave the page its frames. So a change of λ shows at once what the same start,
// and as many steps, come to.
import { fresh, measured, step } from "../arithmetic/playground.js";

const EACH = 10; // steps between two points of the curves
const AT_ONCE = 5; // steps between two looks at the clock

/** Returns towards(state, parts, milliseconds), which goes on with the net of this state and returns it. */
export function buildTraining() {
  let now = { asked: "", steps: 0 };

  const note = ({ learn, fresh: test }) => {
    const { net, steps, curve } = now;
    if (steps % EACH) return;
    curve.push({
      step: steps,
      learned: measured(net, learn.places, learn.labels).loss,
      fresh: measured(net, test.places, test.labels).loss,
    });
  };

  /** Returns { net, steps, curve, done }; the steps are fewer than asked for where the time was too short. */
  return (state, parts, milliseconds) => {
    const { set, points, layers, units, bend, seed, reg, rate } = state;
    const asked = [set, points, layers, units, bend, seed, reg, rate].join();
    if (now.asked !== asked || now.steps > state.steps) {
      now = { asked, steps: 0, net: fresh({ layers, units, bend, seed }), curve: [] };
      note(parts);
    }
    const { places, labels } = parts.learn;
    const end = performance.now() + milliseconds;
    while (now.steps < state.steps && performance.now() < end) {
      for (let k = 0; k < AT_ONCE && now.steps < state.steps; k++) {
        if (labels.length) step(now.net, places, labels, { reg, rate });
        now.steps += 1;
        note(parts);
      }
    }
    return { ...now, done: now.steps === state.steps };
  };
}
