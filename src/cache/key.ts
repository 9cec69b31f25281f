/**
 * Every input that can change the bytes of a library, as one record, and its address.
 *
 * Two programs that emit the same text for the same compiler, flags and processor share a library; nothing of the program's
 * own (names of files, places in the source) is in the record.
 */
import { createHash } from "node:crypto";
import type { Brand } from "../base/brand.ts";
import { CompilerBug } from "../base/outcome.ts";
import { abiVersion, type KernelSource } from "../emit/abi.ts";
import type { CodegenOptions } from "../emit/target.ts";
import type { Tool } from "../toolchain/detect.ts";

/** The address of a library. */
export type ContentKey = Brand<string, "ContentKey">;
/** The address of a record: whatever small thing is kept under facts of its own. */
export type RecordKey = Brand<string, "RecordKey">;

export interface ContentRecord {
  readonly source: KernelSource;
  readonly compiler: Tool;
  /** What rustc links with. */
  readonly linker?: Tool;
  readonly flags: readonly string[];
  /** Target with resolved features, float model, level. */
  readonly options: CodegenOptions;
}

export const keyFieldNames = [
  "source",
  "language",
  "templates",
  "compiler",
  "linker",
  "flags",
  "features",
  "target",
  "floatModel",
  "options",
  "abi",
] as const;

/** The record taken apart into named fields, each small enough to be shown: what `cache why` compares. */
export type KeyFields = Readonly<Record<(typeof keyFieldNames)[number], string>>;

export function keyFields(record: ContentRecord): KeyFields {
  const { source, compiler, linker, flags, options } = record;
  const { target, floatModel, ...rest } = options;
  const { features, ...shape } = target;
  return {
    source: digest(source.text),
    language: source.language,
    templates: source.templates.join(" "),
    compiler: `${compiler.version} at ${compiler.path}`,
    linker: linker === undefined ? "" : `${linker.version} at ${linker.path}`,
    flags: flags.join(" "),
    features: features.join(" "),
    target: canonicalJson(shape),
    floatModel,
    options: canonicalJson(rest),
    abi: String(abiVersion),
  };
}

export function contentKey(fields: KeyFields): ContentKey {
  return addressOf(fields) as ContentKey; // the brand's only source
}

/** The address of facts given as JSON. */
export function recordKey(facts: unknown): RecordKey {
  return addressOf(facts) as RecordKey; // the brand's only source
}

/** 160 bits: no two records of this world meet by chance, and the name fits any file system. */
function addressOf(facts: unknown): string {
  return digest(canonicalJson(facts)).slice(0, 40);
}

export function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** JSON with sorted keys: one text for one value. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(",")}}`;
  }
  const text = JSON.stringify(value);
  if (text === undefined) throw new CompilerBug(`a cache key holds a ${typeof value}`);
  return text;
}
