// Filters act by themselves once the list is alive: the address changes, and the list comes as data without a page load.
// Until then, and where it never is, they are links and a form.
const filters = document.querySelector(".filters");
const form = filters.querySelector("form");
const { search, priority, sort } = form.elements;
const composer = document.querySelector(".composer");
const isAlive = () => "hydrated" in document.documentElement.dataset;
// Milliseconds: between two letters, and after which a list is read again when somebody comes back to it.
const typingPause = 250;
const awhile = 60_000;

let typed, fetching;
let readAt = Date.now();
// What is asked for; the address follows, and then the list.
let wanted = location.href;
// What the list shows.
let shown = wanted;

form.addEventListener("input", find);
// The letters of one that is made of several are no words yet.
form.addEventListener("compositionend", find);

function find({ target, isComposing }) {
  clearTimeout(typed);
  if (isAlive() && !isComposing) typed = setTimeout(go, target === search ? typingPause : 0, asked(), { isTyped: target === search });
}

form.addEventListener("submit", (event) => {
  if (!isAlive()) return;
  event.preventDefault();
  clearTimeout(typed);
  go(asked());
});

document.addEventListener("click", (event) => {
  const link = event.target.closest(".tabs a, .found a, .blank a, .pages a");
  if (!link || !isAlive() || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  clearTimeout(typed);
  // What was just typed goes along to another tab.
  if (link.closest(".tabs")) go(asked(statusOf(link.search)));
  else go(link.href, { movesFocus: true });
});

addEventListener("popstate", ({ state }) => {
  clearTimeout(typed);
  const isHere = location.search === new URL(wanted).search;
  wanted = location.href;
  // A step to another place of the same page.
  if (isHere) return;
  if (isAlive()) show({ fillsForm: true, scrollsTo: state?.y ?? 0 });
  else location.reload();
});

// A list that nobody was at for a while shows what happened meanwhile, and at midnight the right day.
for (const event of ["visibilitychange", "focus", "online"]) addEventListener(event, comeBack);
turnDay();

function comeBack() {
  if (isAlive() && !document.hidden && Date.now() - readAt > awhile) show();
}

function turnDay() {
  setTimeout(() => {
    if (isAlive()) show();
    turnDay();
  }, new Date().setHours(24, 0, 1) - Date.now());
}

// What was changed may not be what was looked for any more.
document.addEventListener("stale", () => show());

// What waits for an answer is not left behind.
addEventListener("pagehide", () => tell("word", "left"));

// So that "today" is the person's.
const minutes = -new Date().getTimezoneOffset();
if (minutes !== Number(filters.dataset.zone)) moveClock();

async function moveClock() {
  const body = new URLSearchParams({ minutes });
  try {
    await fetch("/fn/set_zone", { method: "POST", headers: { accept: "application/json" }, body });
  } catch {
    // The next page says it again.
    return;
  }
  if (isAlive()) show();
  else document.addEventListener("alive", () => show(), { once: true });
}

// What the form asks for, as the server writes it.
function asked(status = statusOf(new URL(wanted).search)) {
  const pairs = { status, priority: priority.value, search: search.value.trim(), sort: sort.selectedIndex ? sort.value : "" };
  const query = new URLSearchParams(Object.entries(pairs).filter(([, value]) => value)).toString();
  return query ? `/tasks?${query}` : "/tasks";
}

function statusOf(query) {
  return new URLSearchParams(query).get("status");
}

function go(address, { isTyped = false, movesFocus = false } = {}) {
  wanted = new URL(address, location).href;
  show({ isTyped, fillsForm: !isTyped, movesFocus });
}

async function show({ isTyped = false, fillsForm = false, movesFocus = false, scrollsTo } = {}) {
  const here = wanted;
  fetching?.abort();
  fetching = new AbortController();
  const { signal } = fetching;
  markTab(statusOf(new URL(here).search));
  filters.ariaBusy = "true";
  let shelf = null;
  let isOut = false;
  try {
    // A browser takes its time to change the address.
    await afterFrame();
    signal.throwIfAborted();
    if (here !== location.href) step(here, isTyped);
    tell("word", "looks");
    const answer = await fetch(here, { headers: { accept: "application/json" }, signal });
    // Whatever is wrong, the page says it; but what is being written is not left behind. A new task goes along to sign in.
    const isEditing = document.querySelector(".tasks .editing");
    const isWriting = composer.elements.title.value.trim();
    isOut = answer.status === 401;
    if (!answer.ok && !isEditing && !isWriting && !composer.elements.description.value) return location.assign(here);
    if (isOut && isWriting && !isEditing) return composer.requestSubmit();
    if (!answer.ok) throw new Error(answer.status);
    const found = await answer.json();
    shelf = found.shelf;
    document.querySelector(".pages").innerHTML = found.pages;
    if (fillsForm) fillForm(new URL(here).searchParams);
    markTab(statusOf(shelf.query));
    shown = here;
    readAt = Date.now();
  } catch (error) {
    if (error.name === "AbortError") return;
    // It is taken back, but for what was typed.
    const words = search.value;
    wanted = shown;
    history.replaceState(history.state, "", shown);
    fillForm(new URL(shown).searchParams);
    search.value = words;
    markTab(statusOf(new URL(shown).search));
  }
  filters.ariaBusy = null;
  const isInList = document.activeElement.closest(".tasks a, .tasks button, .blank");
  if (isOut) tell("word", "signed out");
  else tell("found", shelf);
  // The link that led here is gone; what it led to is next.
  requestAnimationFrame(() => {
    const isGone = isInList && document.activeElement === document.body;
    if (movesFocus || isGone) document.querySelector(".tasks .title, .blank a")?.focus();
    if (scrollsTo !== undefined) scrollTo(0, scrollsTo);
  });
}

/** What the island is told. */
function tell(event, detail) {
  filters.dispatchEvent(new CustomEvent(event, { bubbles: true, detail }));
}

/** One search is one step back, however many letters it has; and back is where one was. */
function step(address, isTyped) {
  if (isTyped && history.state?.isTyped) return history.replaceState(history.state, "", address);
  history.replaceState({ ...history.state, y: scrollY }, "");
  history.pushState({ isTyped }, "", address);
}

/** The tabs lead on from here; they stay the same elements, also under a finger. */
function markTab(status) {
  for (const tab of document.querySelectorAll(".tabs a")) {
    const own = statusOf(tab.search);
    tab.href = asked(own);
    tab.ariaCurrent = own === status ? "page" : null;
  }
}

function fillForm(query) {
  search.value = query.get("search") ?? "";
  for (const [choice, key] of [[priority, "priority"], [sort, "sort"]]) {
    choice.value = query.get(key) ?? "";
    // What nobody offers is not chosen.
    if (choice.selectedIndex < 0) choice.selectedIndex = 0;
  }
}
