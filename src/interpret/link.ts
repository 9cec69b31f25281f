/**
 * The compiled image of a program: one handle per function and constant, made when first referred to, compiled when first
 * run.
 */
import { CompilerBug } from "../base/outcome.ts";
import type { CoreConstant, CoreFunction, FnId } from "../core/core.ts";
import { bindAt, newBuilder, pureDepth, reserve } from "./builder.ts";
import type { Code, ConstantCell, Linker, MachineSettings } from "./code.ts";
import { entering, leaving } from "./compact.ts";
import { memoFor } from "./memo.ts";
import { fit } from "./parts.ts";
import { pureOf } from "./pure.ts";
import { stepsOf } from "./steps.ts";
import { deliver } from "./then.ts";
import type { Frame, Step } from "./thread.ts";
import { unitValue, type Value } from "./value.ts";
import { watchedEntry } from "./watch.ts";

export function createLinker({ program, table, hooks }: MachineSettings): Linker {
  const codes = new Map<FnId, Code>();
  const constants = new Map<CoreConstant["id"], ConstantCell>();
  const link: Linker = {
    program,
    table,
    hooks,
    meter: { fuel: 0, deadline: Infinity },
    conforming: {
      box: (lambda, captures) => ({ kind: "function", captures, ...hooks.unknownCall(lambda) }),
      dataTypes: program.dataTypes,
      closures: true,
      depth: 0,
    },
    code: (id) => remembered(codes, id, () => newCode(link, known(program.functions, id, "function"))),
    constant: (id) =>
      remembered(constants, id, () => newConstant(link, known(program.constants, id, "constant"))),
    pureBody: (code) => {
      code.compile();
      // A body that is run on the spot tells nobody.
      return hooks.watch === undefined ? code.pure : undefined;
    },
  };
  return link;
}

function remembered<K, V>(memory: Map<K, V>, key: K, make: () => V): V {
  const found = memory.get(key);
  if (found !== undefined) return found;
  const made = make();
  memory.set(key, made);
  return made;
}

function known<K extends number, V>(things: ReadonlyMap<K, V>, id: K, what: string): V {
  const found = things.get(id);
  if (found === undefined) throw new CompilerBug(`there is no ${what} ${id} in the program`);
  return found;
}

function newCode(link: Linker, fn: CoreFunction): Code {
  let compiled = false;
  const memo = memoFor(fn);
  const code: Code = {
    fn,
    memo,
    entering: fn.params.map((p) => entering(p.type)),
    leaving: fn.params.map((p) => leaving(p.type)),
    template: places(fn.params.length),
    entry: (thread) => {
      code.compile();
      const frame = code.template.slice();
      for (const [i] of fn.params.entries()) frame[i] = thread.frame[i] as Value; // the caller filled them
      thread.frame = frame;
      return code.entry;
    },
    pure: undefined,
    depth: Infinity,
    calls: 0,
    askAt: memo === undefined ? 1 : 0,
    native: undefined,
    compile: () => {
      if (!compiled) compileBody(link, code);
      compiled = true;
    },
  };
  return code;
}

/** A fresh frame before anything is known. */
function places(count: number): Frame {
  return Array.from({ length: count }, () => unitValue);
}

function compileBody(link: Linker, code: Code): void {
  const { params, body, result } = code.fn;
  const b = newBuilder(link);
  for (const [i, param] of params.entries()) bindAt(b, param, i);
  const top = params.length;
  reserve(b, top + 1);
  code.depth = pureDepth(b, body);
  const then = { kind: "return", type: result } as const;
  let entry: Step;
  if (code.depth < Infinity) {
    code.pure = fit(pureOf(b, body, top), body.type, result);
    entry = deliver(code.pure, result, then);
  } else entry = stepsOf(b, body, top, then);
  const { watch } = link.hooks;
  code.template = places(b.size);
  code.entry = watch === undefined ? entry : watchedEntry(watch, code, entry);
}

/** The body of a constant is a function without parameters, which nothing calls by its id. */
const anonymous = -1 as FnId;

function newConstant(link: Linker, constant: CoreConstant): ConstantCell {
  const { name, type, body, span, effect } = constant;
  const code = newCode(link, {
    id: anonymous,
    name,
    params: [],
    captures: 0,
    result: type,
    body,
    span,
    effect,
    annotations: [],
    dynamic: false,
  });
  let looking = false;
  return {
    constant,
    code,
    value: link.hooks.kept?.(constant),
    owner: undefined,
    depth: () => {
      // A constant that needs itself is not pure; evaluating it finds the cycle.
      if (looking) return Infinity;
      looking = true;
      code.compile();
      looking = false;
      return code.depth;
    },
  };
}
