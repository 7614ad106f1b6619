// Answers are open in the page, so that they can be read without scripts; here they close.
addEventListener("DOMContentLoaded", () => {
  const answers = [...document.querySelectorAll("details.reveal")];
  const folds = () => [...document.querySelectorAll("article details")];

  for (const answer of answers) answer.open = false;

  // A link into an answer opens it: browsers do so by themselves, but before this script runs.
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details"))
    fold.open = true;
  target?.scrollIntoView();

  // On paper everything is open, and afterwards as it was.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folds().filter((fold) => !fold.open);
    for (const fold of closed) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false;
  });
});
