const { islands, wasm } = document.querySelector("script[data-islands]").dataset;
// A change that is on its way arrives though the person leaves the page meanwhile.
const send = window.fetch;
window.fetch = (request, options) => send(request, { ...options, keepalive: true });
const loading = fetch(wasm);
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
