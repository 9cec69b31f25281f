/**
 * Hand-shaped kernels of templates/ (contract: templates/README.md): finds the text, checks and fills its holes, and gives its
 * names the name of the instance, so that one library can hold several.
 *
 * A hole is a line that defines a constant and says what may stand there:
 *
 *     enum { matmul_f64_lanes = 2 }; // hole lanes: integer 1..16
 *
 * A part that several templates have stands in a file of its own and is included by name; compilers find it beside the template.
 */
import { CompilerBug } from "../base/outcome.ts";
import type { TemplateInstance } from "./plan.ts";
import type { Target } from "./target.ts";

/** Texts by path below templates/. Most programs want none of them. */
export type TemplateLibrary = Pick<ReadonlyMap<string, string>, "get">;

export interface InstantiatedTemplate {
  readonly text: string;
  /** Name, version and holes. */
  readonly identity: string;
}

/** Those whose header has a line `Team`: behind the cancel word they take the address of a team of threads, or 0. */
export const teamTemplates: ReadonlySet<string> = new Set(["matmul_f64"]);

const extensions = { c: "c", rust: "rs" } as const;

const includes = {
  c: /^#include "parts\/(\w+)\.h"$/gm,
  rust: /^include!\("parts\/(\w+)\.rs"\);$/gm,
} as const;
const partExtensions = { c: "h", rust: "rs" } as const;

export function instantiateTemplate(
  instance: TemplateInstance,
  language: "c" | "rust",
  target: Target,
  library: TemplateLibrary,
): InstantiatedTemplate {
  const path = `${language}/${instance.template}.${extensions[language]}`;
  const file = textOf(path, library);
  const parts = [...file.matchAll(includes[language])].map(([, name = ""]) => name);
  const partOf = (name: string): string =>
    textOf(`${language}/parts/${name}.${partExtensions[language]}`, library).trimEnd();
  const source = file.replaceAll(includes[language], (_, name: string) => partOf(name));
  const holes = { ...targetHoles(target), ...instance.holes };
  const filled = fillHoles(source, holes, path);
  const unknown = Object.keys(instance.holes).filter((name) => !filled.names.has(name));
  if (unknown.length > 0) throw new CompilerBug(`template ${path} has no hole ${unknown.join(", ")}`);
  const text = rename(filled.text, instance, language, parts).trimEnd();
  const values = [...filled.names].map(([name, value]) => `${name}=${value}`).join(",");
  const versions = [
    versionOf(file, path),
    ...parts.map((name) => `${name}@${versionOf(partOf(name), name)}`),
  ];
  return { text, identity: `${path}@${versions.join("+")}(${values})` };
}

function textOf(path: string, library: TemplateLibrary): string {
  const text = library.get(path);
  if (text === undefined) throw new CompilerBug(`there is no template ${path}`);
  return text;
}

/** C has one name space, so its templates and their parts prefix all they define; Rust has modules. */
function rename(
  text: string,
  instance: TemplateInstance,
  language: "c" | "rust",
  parts: readonly string[],
): string {
  const { template, name } = instance;
  if (language === "c")
    return parts.reduce(
      (renamed, part) => renamed.replaceAll(new RegExp(`\\b${part}_(?=\\w)`, "g"), `${name}_${part}_`),
      text.replaceAll(new RegExp(`\\b${template}(?=\\b|_)`, "g"), name),
    );
  const inner = text.trimEnd().replaceAll(/^(?=.)/gm, "  ");
  return `mod ${name}_module {\n${inner}\n}\nuse ${name}_module::${template} as ${name};`;
}

/** Holes that every template may have, by what is compiled for. */
function targetHoles(target: Target): Readonly<Record<string, number>> {
  return {
    lanes: target.lanes,
    registers: target.registers,
    fma: target.fma ? 1 : 0,
    l1: target.cache.l1,
    l2: target.cache.l2,
  };
}

const holeLine = /^(.*= )(\S+)( *[;}].*hole (\w+): (integer \d+\.\.\d+|element|identifier).*)$/;

function fillHoles(
  source: string,
  values: Readonly<Record<string, number | string>>,
  path: string,
): { readonly text: string; readonly names: ReadonlyMap<string, string> } {
  const names = new Map<string, string>();
  const lines = source.split("\n").map((line) => {
    const [, before, standard = "", after, name = "", kind = ""] = holeLine.exec(line) ?? [];
    if (before === undefined || after === undefined) return line;
    const value = validHole(values[name] ?? standard, kind, `${path}, hole ${name}`);
    names.set(name, value);
    return `${before}${value}${after}`;
  });
  return { text: lines.join("\n"), names };
}

/** The value as text, if it is of the hole's kind; a hole never takes text with logic in it. */
function validHole(value: number | string, kind: string, where: string): string {
  const range = /^integer (\d+)\.\.(\d+)$/.exec(kind);
  const text = String(value);
  const valid =
    range === null
      ? kind === "element"
        ? /^(double|i64|u8|f64)$/.test(text)
        : /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
      : /^\d+$/.test(text) && Number(text) >= Number(range[1]) && Number(text) <= Number(range[2]);
  if (!valid) throw new CompilerBug(`${where}: ${text} is not ${kind}`);
  return text;
}

function versionOf(source: string, path: string): string {
  const version = /^(?: \*|\/\/!?) Version +(\d+)/m.exec(source)?.[1];
  if (version === undefined) throw new CompilerBug(`template ${path} states no version`);
  return version;
}
