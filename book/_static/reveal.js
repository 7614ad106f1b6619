// Answers are open in the page, so that they can be read without scripts; here they close.
addEventListener("DOMContentLoaded", () => {
  const answers = [...document.querySelectorAll("details.reveal")];
  const folds = () => [...document.querySelectorAll("article details")];

  for (const answer of answers) answer.open = false;

  // A link to a figure or a formula inside an answer opens it.
  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details"))
      fold.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", openTarget);
  if (location.hash) openTarget();

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
