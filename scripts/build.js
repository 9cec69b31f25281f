#!/usr/bin/env node
/**
 * `npm run build` (and `npm ci`, through `prepare`): grammar → parser, sources → dist.
 *
 * dist/kleis.cjs        the program: loads the next
 * dist/launch.cjs       answers warm starts itself, loads the compiler only when it is needed
 * dist/main.cjs         the compiler and the command line
 * dist/large-stack.cjs  the same in a Worker, for programs nested very deeply
 * dist/library-worker.cjs  the same in a Worker that makes the libraries nobody waits for
 * dist/processes.cjs    what runs other programs
 * dist/directories.cjs  what makes temporary directories
 * dist/plots.cjs        what draws pictures
 * dist/*.v8             code of these bundles, compiled already
 * dist/index.js         the library; dist/types its declarations (left out by `--program-only`, for tests)
 *
 * Everything is built beside and moved into place, so that a program that runs meanwhile finds a whole dist.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { buildGrammar } from "./build-grammar.js";
import { lateModules } from "./late-modules.js";
import { nodeModules } from "./node-modules.js";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const workshop = path.join(root, "node_modules", ".cache", `kleis-build-${process.pid}`);
const dist = path.join(workshop, "dist");

/** Loaded at run time where needed, never bundled: native and optional. */
const external = ["ffi-rs", "vega", "vega-lite", "@resvg/resvg-wasm"];

/** execa and tmp-promise in bundles of their own: seldom needed, and so loaded in a quarter of the time. */
const late = ["processes", "directories"];
const processes = {
  name: "processes",
  setup(build) {
    build.onResolve({ filter: /\/(processes|directories)\.ts$/ }, ({ kind, path: wanted }) =>
      kind === "dynamic-import"
        ? { path: `./${path.basename(wanted, ".ts")}.cjs`, external: true }
        : undefined,
    );
  },
};

/** Drawing in a bundle of its own: its packages are ES modules, which Node has to load, and most runs draw nothing. */
const plots = {
  name: "plots",
  setup(build) {
    const here = { path: "./plots.cjs", external: true };
    build.onResolve({ filter: /\/plots\/render\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? here : undefined,
    );
  },
};

const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));

const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  external,
  logLevel: "warning",
  minifySyntax: true,
  plugins: [processes, plots],
  define: { KLEIS_VERSION: JSON.stringify(version) },
};

const commonJs = {
  ...common,
  format: "cjs",
  // Names stay; a third less text to read is 10 ms of a compilation.
  minifyWhitespace: true,
  outExtension: { ".js": ".cjs" },
  define: { ...common.define, "import.meta.url": "__kleisUrl" },
  inject: [path.join(root, "scripts/cjs-url.js")],
  // `import()` would look through the whole text for names first.
  supported: { "dynamic-import": false },
  plugins: [
    processes,
    plots,
    nodeModules(["node:fs", "node:path"]),
    lateModules([
      "node:crypto",
      "node:child_process",
      "node:readline",
      "node:worker_threads",
      "node:v8",
      "picocolors",
    ]),
  ],
};

async function bundle() {
  const cli = (name) => path.join(root, "src/cli", name);
  await build({
    ...commonJs,
    entryPoints: [cli("launch.ts"), cli("main.ts")],
    outdir: dist,
    // As src/cli/load-compiled.ts wraps the others, which takes a copy: of these it would be one of megabytes.
    banner: { js: "(function (exports, require, module, __filename, __dirname) {" },
    footer: { js: "})" },
  });
  await build({
    ...commonJs,
    entryPoints: [cli("large-stack.ts"), cli("library-worker.ts")],
    outdir: dist,
  });
  await build({
    ...commonJs,
    entryPoints: [cli("kleis.ts")],
    outdir: dist,
    banner: { js: "#!/usr/bin/env node" },
  });
  await build({
    ...commonJs,
    entryPoints: late.map((name) => path.join(root, `src/toolchain/${name}.ts`)),
    outdir: dist,
  });
  await build({
    ...commonJs,
    entryPoints: { plots: path.join(root, "src/plots/render.ts") },
    outdir: dist,
    supported: { "dynamic-import": true },
  });
  await build({ ...common, format: "esm", entryPoints: [path.join(root, "src/index.ts")], outdir: dist });
  for (const name of (await readdir(dist)).filter((n) => n.endsWith(".cjs")))
    await toAscii(path.join(dist, name));
  await chmod(path.join(dist, "kleis.cjs"), 0o755);
}

/** esbuild escapes everything but regular expressions and comments, where an escape means the same. */
async function toAscii(file) {
  const text = await readFile(file, "utf8");
  const escaped = text.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  await writeFile(file, escaped);
}

/** The texts that the compiler reads at run time: templates and the standard library. */
async function copyTexts() {
  await cp(path.join(root, "stdlib"), path.join(dist, "stdlib"), { recursive: true });
  const names = (await readdir(path.join(root, "templates"), { recursive: true }))
    .filter((n) => /\.(c|rs|h)$/.test(n))
    .sort();
  const texts = {};
  for (const name of names) texts[name] = await readFile(path.join(root, "templates", name), "utf8");
  await writeFile(path.join(dist, "templates.json"), JSON.stringify(texts));
}

/** In a process of its own: the bundles see the world as they will, and what they print is thrown away. */
async function compileAhead() {
  const script = path.join(workshop, "compile-ahead.mjs");
  await build({
    ...common,
    format: "esm",
    entryPoints: [path.join(root, "scripts/compile-ahead.ts")],
    outfile: script,
  });
  const env = { ...process.env, KLEIS_CACHE_DIR: path.join(workshop, "cache") };
  await promisify(execFile)(process.execPath, [script, dist, path.join(root, "examples")], {
    env,
    maxBuffer: 2 ** 26,
    timeout: 60_000,
  });
}

/** TypeScript is slow to load: only where declarations are wanted. */
async function declarations() {
  const { writeDeclarations } = await import("./declarations.js");
  await writeDeclarations(root, path.join(dist, "types"));
}

async function moveIntoPlace() {
  const place = path.join(root, "dist");
  const old = path.join(workshop, "old");
  await rename(place, old).catch((problem) => {
    if (problem.code !== "ENOENT") throw problem;
  });
  await rename(dist, place);
}

/** `npx kleis` in a checkout prepares it once more, for npx's own store, though `npm ci` has just built it. */
const { npm_command: command, npm_lifecycle_event: event } = process.env;
if (command === "exec" && event === "prepare" && existsSync(path.join(root, "dist", "kleis.cjs")))
  process.exit(0);

try {
  await mkdir(dist, { recursive: true });
  await buildGrammar();
  await bundle();
  await copyTexts();
  await compileAhead();
  if (!process.argv.includes("--program-only")) await declarations();
  await moveIntoPlace();
} finally {
  await rm(workshop, { recursive: true, force: true });
}
