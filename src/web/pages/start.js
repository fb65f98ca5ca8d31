const { islands, wasm } = document.querySelector("script[data-islands]").dataset;
import(islands)
  .then(async (made) => {
    await made.default({ module_or_path: wasm });
    made.hydrate();
    for (const island of document.querySelectorAll("leptos-island")) made[island.dataset.component](island);
    document.documentElement.dataset.hydrated = "";
  })
  .catch((reason) => console.debug("The page stays as it is:", reason));
