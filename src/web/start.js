// Wakes the islands of a page. Until then, and where it never runs, every form on the page works by itself.
import init, * as islands from "./cubby.js";

const wake = async () => {
  await init({ module_or_path: new URL("./cubby_bg.wasm", import.meta.url) });
  islands.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    islands[island.dataset.component](island);
  }
  document.documentElement.dataset.hydrated = "";
};

wake().catch(() => {});
