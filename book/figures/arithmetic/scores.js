// The losses of one example and their gradients, as chapter 1 has them.

const sum = (values) => values.reduce((total, value) => total + value, 0);

/**
 * Returns what the losses make of the scores of C classes, of which `truth` is the true one:
 *
 *   margins        C numbers s_j − s_y + 1; NaN for the true class, which has no margin
 *   hinges         C numbers max(0, margin), 0 for the true class
 *   probabilities  C numbers, softmax of the scores
 *   loss           {svm, squared, softmax}: the hinges' sum, that of their squares, −log p_y
 *   gradient       {svm, squared, softmax}: C slopes each, of the loss by the scores
 */
export function losses(scores, truth) {
  const isTrue = (j) => j === truth;
  const margins = scores.map((score, j) => (isTrue(j) ? NaN : score - scores[truth] + 1));
  const hinges = margins.map((margin) => (margin > 0 ? margin : 0));
  const highest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - highest));
  const total = sum(exponentials);
  const probabilities = exponentials.map((value) => value / total);
  // Each rival's slope; the true class pays for all of them.
  const paid = (slopes) => slopes.map((slope, j) => (isTrue(j) ? -sum(slopes) : slope));
  return {
    margins,
    hinges,
    probabilities,
    loss: {
      svm: sum(hinges),
      squared: sum(hinges.map((hinge) => hinge ** 2)),
      softmax: Math.log(total) + highest - scores[truth],
    },
    gradient: {
      svm: paid(hinges.map((hinge) => (hinge > 0 ? 1 : 0))),
      squared: paid(hinges.map((hinge) => 2 * hinge)),
      softmax: probabilities.map((p, j) => (isTrue(j) ? p - 1 : p)),
    },
  };
}
