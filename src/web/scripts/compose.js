// What opens shows whole, what folds moves nothing under the pointer, and what is sent is not asked for again.
const composer = document.querySelector(".composer");

// The line to write a task on folds when it is left, but not while somebody points at the list, which would move.
composer.addEventListener("focusout", () => {
  if (document.querySelector(".tasks:hover")) composer.dataset.open = "";
});

document.addEventListener("pointerover", ({ target }) => {
  if (!target.closest(".tasks")) delete composer.dataset.open;
});

// The second press of a double click is meant for what was pressed first, not for what has moved there since.
let pressed;
document.addEventListener(
  "click",
  (event) => {
    const row = event.target.closest(".tasks > li");
    if (event.detail < 2) pressed = row;
    else if (row !== pressed) event.preventDefault(), event.stopPropagation();
  },
  true,
);

// The end of an editor is not left under a message that lies over the page, and one goes on writing where a title ends.
document.addEventListener("focusin", ({ target, relatedTarget }) => {
  if (!target.id.startsWith("edit-title")) return;
  delete composer.dataset.open;
  target.form.scrollIntoView({ block: "nearest" });
  if (!relatedTarget) target.setSelectionRange(target.value.length, target.value.length);
});

// Where Enter begins another line, it saves with Ctrl or Cmd.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) event.target.form.requestSubmit();
});

// A page that gave a form back is the answer to a form, and would ask for that one again when it is loaded anew.
composer.addEventListener(
  "submit",
  ({ target }) => {
    if (target.elements.title.defaultValue) history.replaceState(history.state, "", location.href);
  },
  { once: true },
);
