#!/usr/bin/env node
/**
 * `npm run build` (and `npm ci`, through `prepare`): grammar → parser, sources → dist.
 *
 * dist/kleis.cjs   the program: answers warm starts itself, loads the compiler only when it is needed
 * dist/main.cjs    the compiler and the command line
 * dist/index.js    the library
 */
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildGrammar } from "./build-grammar.js";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, "dist");

/** Loaded at run time where needed, never bundled: native or optional, or slow to load and needed on a miss only. */
const external = ["ffi-rs", "execa", "tmp-promise"];

async function bundle() {
  const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  const common = {
    bundle: true,
    platform: "node",
    target: "node20",
    external,
    logLevel: "warning",
    minifySyntax: true,
    define: { KLEIS_VERSION: JSON.stringify(version) },
    loader: { ".kleis": "text" },
  };
  await build({
    ...common,
    entryPoints: { kleis: path.join(root, "src/cli/launch.ts"), main: path.join(root, "src/cli/main.ts") },
    format: "cjs",
    outdir: dist,
    outExtension: { ".js": ".cjs" },
    external: [...external, "./main.cjs"],
    banner: { js: "#!/usr/bin/env node" },
    define: { ...common.define, "import.meta.url": "__kleisUrl" },
    inject: [path.join(root, "scripts/cjs-url.js")],
  });
  await build({
    ...common,
    entryPoints: { index: path.join(root, "src/index.ts") },
    format: "esm",
    outdir: dist,
  });
  await chmod(path.join(dist, "kleis.cjs"), 0o755);
}

/** The texts that the compiler reads at run time: templates and the standard library. */
async function copyTexts() {
  for (const folder of ["templates", "stdlib"]) {
    await cp(path.join(root, folder), path.join(dist, folder), { recursive: true });
  }
  const names = (await readdir(path.join(root, "templates"), { recursive: true }))
    .filter((n) => /\.(c|rs|h)$/.test(n))
    .sort();
  const texts = {};
  for (const name of names) texts[name] = await readFile(path.join(root, "templates", name), "utf8");
  await writeFile(path.join(dist, "templates.json"), JSON.stringify(texts));
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await buildGrammar();
await bundle();
await copyTexts();
