// The numbers: how well the net does on both sets of points, and a goal for each set.
import { fixed, table } from "../base/index.js";
import { OWN } from "./points.js";

const PERCENT = (share) => (Number.isNaN(share) ? "–" : `${fixed(100 * share, 0)}%`);

/** A goal for each set: what it says, and whether it is reached by { learned, fresh, numbers, state }. */
export const GOALS = {
  rings: {
    text: "Goal: a loss of 0.34 or less on the new points, with 20 units or more.",
    reached: ({ fresh, state }) => fresh.loss <= 0.34 && state.units >= 20 && state.layers > 0,
  },
  corners: {
    text: "Goal: 190 of the new points right with three units. Then try other weights: was it the net, or its start?",
    reached: ({ fresh, state }) => fresh.right >= 190 && state.units * state.layers <= 3,
  },
  spirals: {
    text: "Goal: 195 of the new points right with at most 30 weights and biases.",
    reached: ({ fresh, numbers }) => fresh.right >= 195 && numbers <= 30,
  },
  [OWN]: {
    text: "Goal: at least 12 circles and 12 squares, all that the net learns from right, and a loss of 0.3 or less on those it does not.",
    reached: ({ learned, fresh, parts }) => {
      const labels = [...parts.learn.labels, ...parts.fresh.labels];
      const squares = labels.filter(Boolean).length;
      const enough = squares >= 12 && labels.length - squares >= 12;
      return enough && learned.right === parts.learn.labels.length && fresh.loss <= 0.3;
    },
  },
};

/** Returns how many weights and biases a net has. */
export const sizeOf = (net) => net.layers.reduce((sum, { W, b }) => sum + W.length + b.length, 0);

/** Puts the table and the goal into the stage; `says` is the line near the plane. Returns draw(state, found). */
export function buildNumbers(stage, says) {
  const fill = table(stage, ["", "loss", "right", "sure when wrong"]);
  const goal = document.createElement("p");
  goal.className = "goal";
  stage.append(goal);

  return (state, found) => {
    const { steps, done, learned, fresh, parts, numbers } = found;
    const wait = done ? "" : ` of ${state.steps}, still computing`;
    const [own, other] = [learned.loss, fresh.loss].map((loss) => (Number.isNaN(loss) ? "–" : fixed(loss, 2)));
    says.textContent = `Step ${steps}${wait}. Loss: ${own} to learn from, ${other} on new points. ${numbers} weights and biases.`;
    const row = (name, title, { loss, right, sure }, count) =>
      fill(name, `${count} ${title}`, count ? [fixed(loss, 3), `${right} (${PERCENT(right / count)})`, PERCENT(sure)] : ["–", "–", "–"]);
    row("learned", "to learn from", learned, parts.learn.labels.length);
    row("fresh", "new", fresh, parts.fresh.labels.length);
    const { text, reached } = GOALS[state.set];
    const won = done && steps > 0 && reached({ ...found, state });
    goal.textContent = won ? `${text} Reached.` : text;
    goal.classList.toggle("reached", won);
  };
}
