const { islands, wasm } = document.querySelector("script[data-islands]").dataset;
const send = window.fetch;
const loading = send(wasm);
// What is asked goes out once a frame has shown what it does, and arrives though the person leaves the page meanwhile.
const now = (request, options) => send(request, { ...options, keepalive: true });
const waiting = new Set();
window.fetch = (...asked) =>
  new Promise((answer) => {
    const go = () => waiting.delete(go) && answer(now(...asked));
    waiting.add(go);
    requestAnimationFrame(() => setTimeout(go));
    // Where nobody looks there are no frames.
    setTimeout(go, 100);
  });
addEventListener("pagehide", () => {
  window.fetch = now;
  for (const go of waiting) go();
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
}
