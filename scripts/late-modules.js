/**
 * An esbuild plugin: modules of Node that are slow to load and seldom needed are loaded at the first use of something of
 * theirs, wherever they are imported. For CommonJS bundles.
 */
export function lateModules(names) {
  const namespace = "late";
  const filter = new RegExp(`^(${names.join("|")})$`);
  return {
    name: "late-modules",
    setup(build) {
      build.onResolve({ filter }, (args) =>
        args.namespace === namespace ? { path: args.path, external: true } : { path: args.path, namespace },
      );
      build.onLoad({ filter, namespace }, async ({ path }) => ({ contents: await proxyOf(path) }));
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
