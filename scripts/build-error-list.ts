/** Writes docs/errors/README.md: the list of all codes with their titles, from the pages themselves. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../docs/errors");

const families = {
  KL00: "Syntax",
  KL01: "Names and imports",
  KL02: "Arity and calls",
  KL03: "Types and dimensions",
  KL04: "Patterns",
  KL05: "Run time",
  KL06: "Compilation",
  KL07: "Cache, files and pictures",
  KL08: "Settings",
};

/** The text that README.md has to have. */
export function errorList(): string {
  const pages = readdirSync(folder)
    .filter((name) => /^KL\d{4}\.md$/.test(name))
    .sort();
  const lines = [
    "# What the messages mean",
    "",
    "Written by `node --import tsx scripts/build-error-list.ts` from the pages.",
  ];
  for (const [prefix, title] of Object.entries(families)) {
    lines.push("", `## ${title}`, "");
    for (const page of pages.filter((name) => name.startsWith(prefix))) {
      const heading = readFileSync(path.join(folder, page), "utf8").split("\n")[0] ?? "";
      const [code, meaning] = heading.replace("# ", "").split(/: (.*)/);
      lines.push(`- [${code}](${page}): ${meaning}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(path.join(folder, "README.md"), errorList());
