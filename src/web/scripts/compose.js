// The line to write a task on folds when it is left, but not while somebody points at the list, which would move.
const composer = document.querySelector(".composer");

composer.addEventListener("focusout", () => {
  if (document.querySelector(".tasks:hover")) composer.dataset.open = "";
});

document.addEventListener("pointerover", ({ target }) => {
  if (!target.closest(".tasks")) delete composer.dataset.open;
});
