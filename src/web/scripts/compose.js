// What opens shows whole, what folds moves nothing under the pointer, and what is sent is not asked for again.
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

// A page that gave a form back is the answer to a form, and would ask for that one again when it is loaded anew.
composer.addEventListener(
  "submit",
  ({ target }) => {
    if (target.elements.title.defaultValue) history.replaceState(history.state, "", location.href);
  },
  { once: true },
);
