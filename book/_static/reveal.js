// Answers, and what is for a second reading, are open in the page, so that they can be read
// without scripts; here they close.
addEventListener("DOMContentLoaded", () => {
  const answers = [...document.querySelectorAll("details:is(.reveal, .second)")];
  const folds = () => [...document.querySelectorAll("article details")];

  for (const answer of answers) answer.open = false;

  // A link into an answer opens it: not every browser does so by itself, nor after this script.
  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details"))
      fold.open = true;
    target?.scrollIntoView();
  };
  openTarget();
  addEventListener("hashchange", openTarget);

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
