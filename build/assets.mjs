// Turns what was compiled and written into what is served: minified, named by its content, compressed.
// A file that has not changed is left alone, so that cargo has nothing to rebuild.
// --quick, for `make dev`: as it comes, not minified, not compressed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { transformSync } from "esbuild";
import { bundle } from "lightningcss";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const quick = process.argv.includes("--quick");
const compiled = quick ? "target/bindgen-dev" : "target/bindgen";
const site = "target/site";
const manifest = {};
const kept = new Set();

publish("cubby.css", bundle({ filename: "style/index.css", minify: !quick }).code);
publish("cubby_bg.wasm", readFileSync(`${compiled}/cubby_bg.wasm`));
publish("cubby.js", script(`${compiled}/cubby.js`, ["cubby_bg.wasm"]));
for (const name of files("src/web/scripts")) publish(name, script(`src/web/scripts/${name}`, []));
for (const name of files("public")) keep(name, readFileSync(`public/${name}`));
put("manifest.json", Buffer.from(JSON.stringify(manifest, null, 2)));
for (const name of files(site)) if (!kept.has(name)) rmSync(`${site}/${name}`);

function publish(name, content) {
  const hash = createHash("sha256").update(content).digest("base64url").slice(0, 10);
  const extension = extname(name);
  const hashed = `pkg/${name.slice(0, -extension.length)}.${hash}${extension}`;
  manifest[name] = `/${hashed}`;
  keep(hashed, Buffer.from(content));
}

/** The script, naming the files that it loads by their hashed names. */
function script(path, loads) {
  let code = readFileSync(path, "utf8");
  for (const name of loads) {
    const quoted = new RegExp(`(["'\`])(?:\\./)?${name.replace(".", "\\.")}\\1`, "g");
    if (!quoted.test(code)) throw new Error(`${path} does not name "./${name}"`);
    code = code.replace(quoted, `"./${manifest[name].slice("/pkg/".length)}"`);
  }
  return quick ? code : transformSync(code, { minify: true, format: "esm" }).code;
}

/** The file and, where that makes it smaller, its compressed forms. The file comes last: while it is missing or old, all are made again. */
function keep(name, content) {
  const path = `${site}/${name}`;
  const forms = [`${name}.br`, `${name}.gz`];
  if (holds(path, content) && (quick || existsSync(`${path}.br`))) {
    forms.filter((form) => existsSync(`${site}/${form}`)).forEach((form) => kept.add(form));
  } else if (!quick) {
    const small = [brotli(content), gzipSync(content, { level: 9 })];
    forms.forEach((form, at) => small[at].length < content.length && put(form, small[at]));
  }
  put(name, content);
  const compressed = kept.has(forms[0]) ? statSync(`${site}/${forms[0]}`).size : "";
  console.log(`${name.padEnd(36)} ${String(content.length).padStart(8)} ${String(compressed).padStart(8)}`);
}

function put(name, content) {
  kept.add(name);
  const path = `${site}/${name}`;
  if (holds(path, content)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}

function holds(path, content) {
  return existsSync(path) && readFileSync(path).equals(content);
}

function brotli(content) {
  return brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
}

function files(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => statSync(`${folder}/${name}`).isFile()).sort();
}
