/** Where the program lies: version, shipped library, templates. The bundles live in dist/, the sources in src/session. */

import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { TemplateLibrary } from "../emit/template.ts";

declare const KLEIS_VERSION: string | undefined;

export const version = typeof KLEIS_VERSION === "string" ? KLEIS_VERSION : "0.0.0-source";

const here = path.dirname(fileURLToPath(import.meta.url));

/** The directory that holds `templates.json` and `stdlib/`. */
export const distribution = path.basename(here) === "dist" ? here : path.resolve(here, "../../dist");

/** The version and the very build of the compiler: a record of another build is not believed. */
export function buildIdentity(): string {
  const main = statSync(path.join(distribution, "main.cjs"), { throwIfNoEntry: false });
  return main === undefined ? version : `${version} ${main.size} ${main.mtimeMs}`;
}

/** The package: parent of dist/. */
export const packageRoot = path.dirname(distribution);

/** The Worker that makes libraries; undefined where the program runs from its sources. */
export function libraryWorker(): string | undefined {
  return here === distribution ? path.join(distribution, "library-worker.cjs") : undefined;
}

export function libraryDirectory(): string {
  return path.join(distribution, "stdlib");
}

/** Template texts by their path below templates/, read when the first is wanted. */
export function readTemplates(): TemplateLibrary {
  let texts: ReadonlyMap<string, string> | undefined;
  return {
    get(name) {
      texts ??= templateTexts();
      return texts.get(name);
    },
  };
}

function templateTexts(): ReadonlyMap<string, string> {
  const texts: unknown = JSON.parse(readFileSync(path.join(distribution, "templates.json"), "utf8"));
  const entries = typeof texts === "object" && texts !== null ? Object.entries(texts) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** `cache/` of a checkout: used while developing. */
export function checkoutCache(): string {
  return path.join(packageRoot, "cache");
}
