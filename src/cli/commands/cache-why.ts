/** `kleis cache why FILE|EXPR`: per expression, whether its library is kept; else how the nearest one differs. */
import { isError } from "../../base/diagnostic.ts";
import type { Result } from "../../base/outcome.ts";
import { type Why, whyNot } from "../../cache/housekeeping.ts";
import type { Wanted } from "../../session/kernels.ts";
import { type Unbuilt, whyUnbuilt } from "../../session/unbuilt.ts";
import type { Prepared, Session } from "../../session.ts";
import { printExpr } from "../../syntax/print.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import { readInputs } from "../inputs.ts";
import type { RunOptions, WhyInputs } from "../invocation.ts";

interface Answer {
  readonly expression: string;
  readonly wanted: Wanted | Unbuilt;
  readonly why: Why | undefined;
}

export async function cacheWhy(
  desk: Desk,
  { subject, definitionFiles }: WhyInputs,
  options: RunOptions,
): Promise<ExitCode> {
  const read = readInputs(desk, { positional: subject, expressions: [], definitionFiles });
  if (read === undefined) return exitCode.usage;
  const { program, main, expressions, problems } = read;
  for (const problem of problems) desk.problem(problem, program.sources);
  if (problems.some(isError)) return exitCode.program;
  return desk.withSession({ ...options, compile: true }, program, async (session) => {
    if (session.load(program) === undefined) return exitCode.program;
    const all = [...main.flatMap((file) => session.expressionsOf(file)), ...expressions];
    const prepared = session.prepare(all);
    if (prepared === undefined) return exitCode.program;
    if (prepared.length === 0 && !options.json) desk.terminal.out("no expression, so no library");
    const wanted = await session.loaded.native.wanted(prepared.map((one) => one.entry));
    for (const one of prepared) {
      const answer = answerFor(desk, session, one, wanted.get(one.entry.id));
      desk.terminal.out(options.json ? JSON.stringify(answer) : text(answer));
    }
    return exitCode.ok;
  });
}

function answerFor(
  desk: Desk,
  session: Session,
  { expr, entry }: Prepared,
  wanted: Result<Wanted, Unbuilt> | undefined,
): Answer {
  const expression = printExpr(expr);
  if (wanted === undefined)
    return {
      expression,
      wanted: { kind: "unsupported", what: "output and input", span: entry.span },
      why: undefined,
    };
  if (!wanted.ok) return { expression, wanted: wanted.error, why: undefined };
  const { key, fields, label } = wanted.value;
  const answers = session.store.shelves.map((shelf) => whyNot(desk.host, shelf, key, fields, label));
  const best = answers.toSorted((a, b) => rank[a.kind] - rank[b.kind])[0];
  return { expression, wanted: wanted.value, why: best ?? { kind: "nothing-like-it" } };
}

const rank: { readonly [K in Why["kind"]]: number } = { kept: 0, differs: 1, "nothing-like-it": 2 };

function text({ expression, wanted, why: answer }: Answer): string {
  const lines = "kind" in wanted ? [`has no library: ${whyUnbuilt(wanted)}`] : [...explained(wanted, answer)];
  return [expression, ...lines.map((line) => `  ${line}`)].join("\n");
}

function explained({ key }: Wanted, answer: Why | undefined): readonly string[] {
  const short = key.slice(0, 12);
  switch (answer?.kind) {
    case "kept":
      return [`library ${short} is kept: ${answer.entry.path}`];
    case "differs":
      return [
        `library ${short} is not kept; the nearest is ${answer.nearest.key.slice(0, 12)} (${answer.nearest.info.label}):`,
        ...answer.fields.map(({ name, kept, asked }) =>
          name === "source"
            ? "  source: another text is emitted now"
            : `  ${name}: ${difference(kept, asked)}`,
        ),
      ];
    default:
      return [`library ${short} is not kept, nor one like it`];
  }
}

/** Flags and features are lists of words, of which only the differing ones tell something. */
function difference(kept: string, asked: string): string {
  const [before, now] = [kept.split(" "), asked.split(" ")];
  return `kept ${shown(before.filter((w) => !now.includes(w)))}, asked ${shown(now.filter((w) => !before.includes(w)))}`;
}

function shown(words: readonly string[]): string {
  const text = words.join(" ");
  const longest = 80;
  if (text === "") return "nothing else";
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
