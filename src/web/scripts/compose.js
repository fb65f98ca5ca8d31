// What opens shows whole, and what folds moves nothing under the pointer.
const composer = document.querySelector(".composer");

// The line to write a task on folds when it is left, but not while somebody points at the list, which would move.
composer.addEventListener("focusout", () => {
  if (document.querySelector(".tasks:hover")) composer.dataset.open = "";
});

document.addEventListener("pointerover", ({ target }) => {
  if (!target.closest(".tasks")) delete composer.dataset.open;
});

// The end of an editor is not left under a message that lies over the page.
document.addEventListener("focusin", ({ target }) => {
  if (target.id.startsWith("edit-title")) target.form.scrollIntoView({ block: "nearest" });
});
