/**
 * Parallel calls in C. What a call is given lies in a task; `NAME_part` is what a thread of the team runs (templates/README.md): it
 * takes part after part of the range and calls the function of turns for it, with a context of its own.
 */
import { parallelPart, parallelParts, parallelWork } from "../../loop/budget.ts";
import type { Parallel } from "../../loop/loop.ts";
import { workerStackBytes } from "../abi.ts";
import type { LibraryNeeds } from "../needs.ts";
import type { Planned, PlannedFunction } from "../plan.ts";
import { braced, indent, type Lines } from "../text.ts";
import { cType } from "./expression.ts";

export const cSharing = `
struct kleis_team {
  void (*run)(const struct kleis_team *, void (*)(void *, i64, double *), void *, i64);
  i64 threads;
};

// The range from \`next\` up to \`to\` is left to do; a part is \`step\` of it.
struct kleis_task {
  struct kleis_context *ctx;
  i64 next, to, step;
  i32 failed;
};

static _Bool kleis_take(struct kleis_task *task, i64 *first, i64 *last) {
  *first = __atomic_fetch_add(&task->next, task->step, __ATOMIC_RELAXED);
  if (*first >= task->to || __atomic_load_n(&task->failed, __ATOMIC_RELAXED)) return 0;
  *last = task->to - *first > task->step ? *first + task->step : task->to;
  return 1;
}

// Turns in a part. It follows from their number, not from that of the threads: so do the bits of the results.
static inline i64 kleis_step(i64 count, i64 cost) {
  if (count * cost < ${parallelWork}) return count;
  const i64 share = (count + ${parallelParts - 1}) / ${parallelParts}, least = ${parallelPart} / cost + 1;
  const i64 step = share > least ? share : least;
  return step > 64 ? (step + 63) & ~(i64)63 : step;
}

// False where there is only one part, and where one failed.
static __attribute__((noinline)) _Bool kleis_share(struct kleis_context *ctx, void (*part)(void *, i64, double *),
                                                   struct kleis_task *task, i64 from, i64 to, i64 step) {
  const struct kleis_team *const team = ctx->team;
  if (step >= to - from) return 0;
  const i64 parts = (to - from + step - 1) / step;
  *task = (struct kleis_task){ctx, from, to, step, 0};
  team->run(team, part, task, parts < team->threads ? parts : team->threads);
  return !task->failed;
}`;

/** The task of a function of turns and what runs parts of it. */
export function cPart(fn: PlannedFunction, needs: LibraryNeeds): Lines {
  if (fn.turns === undefined) return [];
  const captured = fn.params.slice(2).map(({ id, type }) => ({ name: fn.nameOf(id), type }));
  const fields = captured.flatMap(({ name, type }) =>
    typeof type === "object" ? [`${cType(type)}${name};`, `i64 ${name}_n;`] : [`${cType(type)}${name};`],
  );
  const args = captured.flatMap(({ name, type }) =>
    typeof type === "object" ? [`task->${name}`, `task->${name}_n`] : [`task->${name}`],
  );
  const call = `${fn.name}(${[...(fn.context ? ["&own"] : []), "first", "last", ...args].join(", ")});`;
  const free = needs.arena ? ["kleis_free_arena(&own);"] : [];
  const failed = ["if (own.status) __atomic_store_n(&task->shared.failed, 1, __ATOMIC_RELAXED);"];
  return [
    ...braced(`struct ${fn.name}_task`, ["struct kleis_task shared;", ...fields]).slice(0, -1),
    "};",
    "",
    ...braced(`static void ${fn.name}_part(void *given, i64 part, double *scratch)`, [
      `struct ${fn.name}_task *const task = given;`,
      ...(fn.context ? ownContext(needs) : []),
      ...braced("for (i64 first, last; kleis_take(&task->shared, &first, &last);)", [
        call,
        ...(fn.context ? [...free, ...failed] : []),
      ]),
    ]),
  ];
}

/** The first part runs on the caller's thread. No part has threads of its own. */
function ownContext(needs: LibraryNeeds): Lines {
  return [
    "struct kleis_context own = {0};",
    "own.cancel = task->shared.ctx->cancel;",
    ...(needs.stack
      ? [
          `own.stack_limit = part ? kleis_stack_address() - ${workerStackBytes} : task->shared.ctx->stack_limit;`,
        ]
      : []),
  ];
}

/** Part after part of the range, on several threads where there are some; where one failed, here. `after` follows a call. */
export function cShared(
  stmt: Planned & { readonly kind: "call" },
  { cost }: Parallel,
  [from = "0", to = "0", ...captured]: readonly string[],
  after: Lines,
): Lines {
  const { name } = stmt;
  const task = `&(struct ${name}_task){${["{0}", ...captured].join(", ")}}.shared`;
  const last = "kleis_to - kleis_first > kleis_parts ? kleis_first + kleis_parts : kleis_to";
  const args = [...(stmt.context ? ["ctx"] : []), "kleis_first", last, ...captured];
  return [
    "{",
    ...indent([
      `const i64 kleis_from = ${from}, kleis_to = ${to}, kleis_parts = kleis_step(kleis_to - kleis_from, ${cost});`,
      ...braced(
        `if (!ctx->team || !kleis_share(ctx, ${name}_part, ${task}, kleis_from, kleis_to, kleis_parts))`,
        [
          "for (i64 kleis_first = kleis_from; kleis_first < kleis_to && !ctx->status; kleis_first += kleis_parts)",
          `  ${name}(${args.join(", ")});`,
        ],
      ),
      ...after,
    ]),
    "}",
  ];
}
