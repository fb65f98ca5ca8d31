// The keys of the list. Each presses what the page shows: nothing is done that could not be pressed.
const sheet = document.getElementById("keys");
const opener = document.querySelector("[aria-controls=keys]");
const one = (selector) => document.querySelector(selector);
const titles = () => [...document.querySelectorAll(".tasks .title")];
const chosen = (selector) => document.activeElement.closest(".task")?.querySelector(selector);

const keys = {
  n: () => one("#title").focus(),
  "/": () => {
    one(".refine").open = true;
    one("#search").focus();
  },
  j: () => move(1),
  k: () => move(-1),
  x: () => chosen(".check")?.click(),
  e: () => chosen(".title")?.click(),
  "#": () => chosen(".end button")?.click(),
  u: undo,
  "?": () => sheet.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  // The first Escape empties a search, by the browser.
  const isLeft = event.key === "Escape" && event.target.matches(".composer :is(input, textarea), #search");
  if (isLeft && (event.target.id !== "search" || !event.target.value)) return event.target.blur();
  if (event.target.closest("input, textarea, select, [contenteditable], dialog") || one("dialog[open]")) return;
  const act = Object.hasOwn(keys, event.key) && keys[event.key];
  if (!act || (event.repeat && !"jk".includes(event.key))) return;
  // The letter is not typed into what it leads to.
  event.preventDefault();
  act();
});

opener.hidden = false;
opener.onclick = () => sheet.showModal();

// What is still on its way has no button yet; it is undone once it has arrived.
function undo() {
  const button = one(".toast form[action^='/fn/undo'] button");
  if (button) button.click();
  else one(".filters").dispatchEvent(new CustomEvent("word", { bubbles: true, detail: "undo" }));
}

// The first press chooses the first task.
function move(step) {
  const all = titles();
  const at = all.indexOf(chosen(".title"));
  all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
}
