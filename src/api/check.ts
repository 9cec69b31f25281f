/**
 * What callers without types get wrong: settings and requests are checked before anything begins, so that what is said names the
 * setting, and what is not said does not mean another one.
 */
import type { FloatModel } from "../emit/target.ts";
import { backends } from "../session/options.ts";
import { mostThreads } from "../session/threads.ts";
import { nearest } from "../types/nearest.ts";
import type { SessionOptions } from "./options.ts";
import type { CompileRequest } from "./session.ts";
import { described, isObject } from "./to-kleis.ts";

interface Kind {
  /** As in "timeout is a number of milliseconds". */
  readonly form: string;
  readonly holds: (given: unknown) => boolean;
}

const flag: Kind = { form: "true or false", holds: (given) => typeof given === "boolean" };
const text: Kind = { form: "a string", holds: (given) => typeof given === "string" };
const callback: Kind = { form: "a function", holds: (given) => typeof given === "function" };

function oneOf(values: readonly (string | number)[]): Kind {
  return {
    form: `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`,
    holds: (given) => values.some((value) => value === given),
  };
}

const settings: { readonly [K in keyof Required<SessionOptions>]: Kind } = {
  backend: oneOf(backends),
  compile: flag,
  strict: flag,
  cacheDirectory: text,
  directory: text,
  timeout: {
    form: "a number of milliseconds above 0",
    holds: (given) => typeof given === "number" && given > 0,
  },
  floatModel: oneOf(["ieee", "reproducible", "fast-math"] satisfies readonly FloatModel[]),
  wrapIntegers: flag,
  ieeeDivision: flag,
  rewrite: flag,
  optimise: oneOf([0, 1, 2, 3]),
  target: text,
  threads: {
    form: `a number from 1 to ${mostThreads}`,
    holds: (given) => Number.isInteger(given) && Number(given) >= 1 && Number(given) <= mostThreads,
  },
  out: callback,
  plot: callback,
  report: callback,
};

/** Throws `TypeError`. A setting that is `undefined` was not given. */
export function checkOptions(given: unknown): void {
  if (!isObject(given)) throw new TypeError(`the settings are an object, got ${described(given)}`);
  const kinds: Readonly<Record<string, Kind>> = settings;
  for (const [name, value] of Object.entries(given)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) throw new TypeError(`there is no setting ${name}${meant(name)}`);
    if (value !== undefined && !kind.holds(value))
      throw new TypeError(`${name} is ${kind.form}, got ${shown(value)}`);
  }
}

/** Throws `TypeError`. */
export function checkText(given: unknown): void {
  if (typeof given !== "string") throw new TypeError(`the program is a string, got ${described(given)}`);
}

/** Throws `TypeError`. */
export function checkRequest(given: unknown): asserts given is CompileRequest {
  if (!isObject(given)) throw new TypeError(`what to compile is { fn: "name" }, got ${described(given)}`);
  const { fn, types } = given;
  if (typeof fn !== "string") throw new TypeError(`fn is the name of a definition, got ${described(fn)}`);
  if (types === undefined) return;
  if (!Array.isArray(types) || !types.every((type) => typeof type === "string"))
    throw new TypeError(`types is an array of types as they are written: ["Matrix(2, 3)", "ℝ"]`);
}

function meant(name: string): string {
  const near = nearest(name, Object.keys(settings));
  return near === undefined ? "" : `; did you mean ${near}?`;
}

function shown(given: unknown): string {
  return typeof given === "string" ? JSON.stringify(given) : described(given);
}
