// `make dev`: builds and starts Cubby again at every change, and reloads the pages that show it.
// It stands in front of the program, so that a request during a build waits instead of failing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { createServer, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const address = process.env.CUBBY_LISTEN ?? "127.0.0.1:3000";
const [host, port] = address.split(/:(?=\d+$)/);
const behind = { host: "127.0.0.1", port: Number(port) + 1 };
const reload = "/dev/reload";
const pages = new Set();

let program;
let stale = true;
let ready = renew();

for (const path of ["build.rs", "Cargo.toml", "migrations", "public", "src", "style"]) {
  watch(path, { recursive: true }, () => {
    if (!stale) ready = ready.then(renew);
    stale = true;
  });
}

createServer(async (asked, answer) => {
  if (asked.url === reload) return listen(answer);
  await ready;
  const headers = { ...asked.headers, "accept-encoding": "identity" };
  const onward = request({ ...behind, method: asked.method, path: asked.url, headers }, (given) => {
    if (given.headers["content-type"]?.startsWith("text/html")) return withReload(given, answer);
    answer.writeHead(given.statusCode, given.rawHeaders);
    given.pipe(answer);
  });
  onward.on("error", (why) => answer.headersSent ? answer.destroy() : answer.writeHead(502).end(`${why}\n`));
  asked.pipe(onward);
}).listen(Number(port), host, () => console.log(`\n  make dev: http://${address}\n`));

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit());
process.on("exit", () => program?.kill());

async function renew() {
  // An editor that saves writes more than once.
  await pause(100);
  stale = false;
  const [failed] = await once(spawn("make", ["--no-print-directory", "dev-build"], { stdio: "inherit" }), "exit");
  if (failed || stale) return;
  if (program?.exitCode === null && program.kill()) await once(program, "exit");
  const env = { ...process.env, CUBBY_LISTEN: `${behind.host}:${behind.port}` };
  program = spawn("target/debug/cubby", { stdio: "inherit", env });
  while (program.exitCode === null && !(await answers())) await pause(20);
  for (const page of pages) page.write("data:\n\n");
}

function answers() {
  return fetch(`http://${behind.host}:${behind.port}/healthz`).then(() => true, () => false);
}

function listen(answer) {
  answer.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" }).flushHeaders();
  pages.add(answer);
  answer.on("close", () => pages.delete(answer));
}

/** The page, with a script under its own nonce. */
async function withReload(given, answer) {
  const [, nonce] = /'nonce-([^']+)'/.exec(given.headers["content-security-policy"]) ?? [];
  const script = `<script nonce="${nonce}">new EventSource("${reload}").onmessage = () => location.reload()</script>`;
  const page = (await given.setEncoding("utf8").toArray()).join("").replace("</body>", () => `${script}</body>`);
  delete given.headers["content-length"];
  answer.writeHead(given.statusCode, given.headers).end(page);
}
