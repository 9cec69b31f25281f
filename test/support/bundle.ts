/** One file out of a support program, for tests that start it many times or in Workers. */
import path from "node:path";
import { build } from "esbuild";

/** Bundles `test/support/NAME` into `file`, which may lie anywhere: packages are found from here. */
export async function bundle(name: string, file: string): Promise<void> {
  const here = JSON.stringify(import.meta.url);
  await build({
    entryPoints: [path.join(import.meta.dirname, name)],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
    banner: {
      js: `import { createRequire as bundled } from "node:module"; const require = bundled(${here});`,
    },
    define: { "import.meta.url": here },
  });
}
