/**
 * An esbuild plugin: Node's own modules as ES modules, in one place of a bundle. esbuild would make a copy of them, getter by
 * getter, for every file that imports them.
 */
export function nodeModules(names) {
  const namespace = "node-module";
  const filter = new RegExp(`^(${names.join("|")})$`);
  return {
    name: "node-modules",
    setup(build) {
      build.onResolve({ filter }, ({ namespace: from, kind, path }) =>
        from === namespace || kind !== "import-statement" ? undefined : { path, namespace },
      );
      build.onLoad({ filter, namespace }, async ({ path }) => ({ contents: await viewOf(path) }));
    },
  };
}

/** Without those that are loaded when they are asked for. */
const late = ["default", "promises"];

async function viewOf(name) {
  const members = Object.keys(await import(name)).filter((member) => !late.includes(member));
  return `const whole = require(${JSON.stringify(name)});
export default whole;
export const { ${members.join(", ")} } = whole;`;
}
