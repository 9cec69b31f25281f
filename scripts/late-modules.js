import path from "node:path";
import { fileURLToPath } from "node:url";

const resolveDir = path.dirname(fileURLToPath(import.meta.url));

/**
 * An esbuild plugin: modules that are slow to load and seldom needed are loaded at the first use of something of theirs,
 * wherever they are imported. For CommonJS bundles.
 */
export function lateModules(names) {
  const namespace = "late";
  const filter = new RegExp(`^(${names.join("|")})$`);
  return {
    name: "late-modules",
    setup(build) {
      build.onResolve({ filter }, (args) =>
        args.namespace === namespace ? undefined : { path: args.path, namespace },
      );
      build.onLoad({ filter, namespace }, async (args) => ({
        contents: await proxyOf(args.path),
        resolveDir,
      }));
    },
  };
}

async function proxyOf(name) {
  const members = Object.keys(await import(name)).filter((member) => member !== "default");
  const getters = members.map((member) => `get ${member}() { return load().${member}; }`);
  return `let loaded;
const load = () => (loaded ??= require(${JSON.stringify(name)}));
module.exports = { ${getters.join(", ")} };`;
}
