/** What happens in an evaluation, as lines: a call `→ f(3)` with what it does below it, its result `← f(3) = 6`. */
import type { SourceTexts, Span } from "../../base/span.ts";
import { positionAt } from "../../base/span.ts";
import type { CoreFunction } from "../../core/core.ts";
import type { Value } from "../../interpret/value.ts";
import type { Bound, Happening } from "../../interpret/watch.ts";
import { short } from "./short.ts";

/** A call in progress. */
export interface OpenCall {
  readonly text: string;
  /** Everything bound in it so far. */
  readonly variables: Map<string, Value>;
}

export interface StepTexts {
  readonly sources: SourceTexts;
  readonly valueText: (value: Value) => string;
}

/** One happening as a line, with where it stands. */
export interface StepLine {
  readonly text: string;
  /** 0 for what the expression itself does. */
  readonly depth: number;
  readonly at: Span;
}

/** Turns what is told into lines. The first call is the expression itself, which is no line. */
export class Steps {
  readonly #texts: StepTexts;
  readonly #calls: OpenCall[] = [];

  constructor(texts: StepTexts) {
    this.#texts = texts;
  }

  /** What is bound in the innermost call. */
  get variables(): ReadonlyMap<string, Value> {
    return this.#calls.at(-1)?.variables ?? new Map();
  }

  line(happening: Happening): StepLine | undefined {
    const depth = this.#calls.length - 1;
    switch (happening.kind) {
      case "call":
        return this.#call(happening.fn, happening.args);
      case "return": {
        const call = this.#calls.pop();
        if (call === undefined || depth === 0) return undefined;
        const text = `← ${call.text} = ${this.#value(happening.value)}`;
        return { text, depth: depth - 1, at: happening.fn.span };
      }
      case "let": {
        this.#bind([happening.bound]);
        // Others were not written: the compiler gives a name to what is used twice.
        if (!/^let\b/.test(this.#source(happening.at.span))) return undefined;
        return { text: this.#bound(happening.bound), depth, at: happening.at.span };
      }
      case "if": {
        const { condition } = happening.at;
        return { text: `${this.#source(condition.span)} is ${happening.holds}`, depth, at: condition.span };
      }
      case "case": {
        const { chosen, bound, at, value } = happening;
        this.#bind(bound);
        const number = at.cases.indexOf(chosen) + 1;
        const parts = [`case ${number}`, this.#pattern(chosen), ...bound.map((b) => this.#bound(b))];
        return { text: `match ${this.#value(value)}: ${parts.join(", ")}`, depth, at: chosen.span };
      }
    }
  }

  /** `model.kleis:3:7` */
  place({ file, start }: Span): string {
    const { line, column } = positionAt(this.#texts.sources.get(file) ?? "", start);
    return `${file}:${line}:${column}`;
  }

  #call(fn: CoreFunction, args: readonly Value[]): StepLine | undefined {
    const own = args.slice(fn.captures).map((value) => this.#value(value));
    const name = fn.name.startsWith("λ") ? `(${this.#source(fn.span)})` : fn.name;
    const text = fn.params.length === 0 ? name : `${name}(${own.join(", ")})`;
    const isExpression = this.#calls.length === 0;
    const variables = new Map<string, Value>();
    fn.params.forEach(({ name: param }, i) => {
      const value = args[i];
      if (value !== undefined) variables.set(param, value);
    });
    this.#calls.push({ text, variables });
    return isExpression ? undefined : { text: `→ ${text}`, depth: this.#calls.length - 2, at: fn.span };
  }

  #bind(bound: readonly Bound[]): void {
    for (const { name, value } of bound) this.#calls.at(-1)?.variables.set(name, value);
  }

  #bound({ name, value }: Bound): string {
    return `${name} = ${this.#value(value)}`;
  }

  #value(value: Value): string {
    return short(this.#texts.valueText(value), 60);
  }

  /** As it is written, on one line. */
  #source({ file, start, end }: Span): string {
    return short((this.#texts.sources.get(file) ?? "").slice(start, end).replace(/\s+/g, " "), 60);
  }

  /** The case up to its arrow. */
  #pattern({ span, body }: Extract<Happening, { kind: "case" }>["chosen"]): string {
    return this.#source({ ...span, end: body.span.start }).replace(/\s*=>[\s(]*$/, "");
  }
}
