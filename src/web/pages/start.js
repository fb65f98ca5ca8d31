const { islands, wasm } = document.querySelector("script[data-islands]").dataset;
const send = window.fetch;
const loading = send(wasm);
const { value: person } = document.querySelector("[name=person]");
// What is asked arrives though the person leaves the page meanwhile, and says whose page this is.
window.fetch = (input, options) => {
  const request = new Request(input, { ...options, keepalive: true });
  request.headers.set("cubby-person", person);
  return send(request);
};
// What a press does shows first; what else comes of it waits for the frame that shows it, but not beyond the page.
const waiting = new Set();
let frame;
let isAway = false;
window.afterFrame = async () => {
  if (isAway) return;
  frame ??= new Promise((go) => {
    waiting.add(go);
    const seen = () => waiting.delete(go) && go();
    requestAnimationFrame(() => {
      frame = undefined;
      setTimeout(seen);
    });
    // Where nobody looks there are no frames.
    setTimeout(() => {
      if (waiting.has(go)) frame = undefined;
      seen();
    }, 100);
  });
  await frame;
};
addEventListener("pagehide", () => {
  isAway = true;
  for (const go of waiting) go();
});
// It may come back as it was left.
addEventListener("pageshow", () => {
  isAway = false;
});
loading.catch(() => {});
let made;
try {
  made = await import(islands);
  await made.default({ module_or_path: await loading });
} catch {
  made = undefined;
}
if (made) {
  made.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) made[island.dataset.component](island);
  document.documentElement.dataset.hydrated = "";
  document.dispatchEvent(new Event("alive"));
}
