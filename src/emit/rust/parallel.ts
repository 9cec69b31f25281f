/**
 * Parallel calls in Rust. What a call is given lies in a task; `NAME_part` is what a thread of the team runs (templates/README.md): it
 * takes part after part of the range and calls the function of turns for it, with a context of its own.
 */
import { parallelPart, parallelParts, parallelWork } from "../../loop/budget.ts";
import type { Parallel } from "../../loop/loop.ts";
import { workerStackBytes } from "../abi.ts";
import type { LibraryNeeds } from "../needs.ts";
import type { Planned, PlannedFunction } from "../plan.ts";
import { braced, indent, type Lines } from "../text.ts";
import { rustType } from "./expression.ts";

export const rustSharing = `
type KleisPart = unsafe extern "C" fn(*mut core::ffi::c_void, i64, *mut f64);

#[repr(C)]
struct KleisTeam {
  run: unsafe extern "C" fn(*const KleisTeam, KleisPart, *mut core::ffi::c_void, i64),
  threads: i64,
}

/// The range from \`next\` up to \`to\` is left to do; a part is \`step\` of it.
#[repr(C)]
struct KleisTask {
  ctx: *mut KleisContext,
  next: core::sync::atomic::AtomicI64,
  to: i64,
  step: i64,
  failed: core::sync::atomic::AtomicI32,
}

unsafe fn kleis_take(task: *const KleisTask) -> Option<(i64, i64)> {
  use core::sync::atomic::Ordering::Relaxed;
  let first = (*task).next.fetch_add((*task).step, Relaxed);
  if first >= (*task).to || (*task).failed.load(Relaxed) != 0 {
    return None;
  }
  Some((first, if (*task).to - first > (*task).step { first + (*task).step } else { (*task).to }))
}

/// Turns in a part. It follows from their number, not from that of the threads: so do the bits of the results.
#[inline(always)]
fn kleis_step(count: i64, cost: i64) -> i64 {
  if count * cost < ${parallelWork} {
    return count;
  }
  let share = (count + ${parallelParts - 1}) / ${parallelParts};
  let least = ${parallelPart} / cost + 1;
  let step = if share > least { share } else { least };
  if step > 64 { (step + 63) & !63 } else { step }
}

/// False where there is only one part, and where one failed.
#[inline(never)]
unsafe fn kleis_share(ctx: *mut KleisContext, part: KleisPart, task: *mut KleisTask, from: i64, to: i64, step: i64) -> bool {
  let team = (*ctx).team as *const KleisTeam;
  if step >= to - from {
    return false;
  }
  let parts = (to - from + step - 1) / step;
  (*task).ctx = ctx;
  (*task).next = core::sync::atomic::AtomicI64::new(from);
  (*task).to = to;
  (*task).step = step;
  let threads = (*team).threads;
  ((*team).run)(team, part, task as *mut core::ffi::c_void, if parts < threads { parts } else { threads });
  (*task).failed.load(core::sync::atomic::Ordering::Relaxed) == 0
}`;

/** The task of a function of turns and what runs parts of it. */
export function rustPart(fn: PlannedFunction, needs: LibraryNeeds): Lines {
  if (fn.turns === undefined) return [];
  const types = fn.params
    .slice(2)
    .flatMap(({ type }) => (typeof type === "object" ? [rustType(type), "i64"] : [rustType(type)]));
  const args = types.map((_, k) => `(*task).${k + 1}`);
  const call = `${fn.name}(${[...(fn.context ? ["&mut own"] : []), "first", "last", ...args].join(", ")});`;
  const free = needs.arena ? ["kleis_free_arena(&mut own);"] : [];
  const failed = "if own.status != 0 { (*task).0.failed.store(1, core::sync::atomic::Ordering::Relaxed); }";
  return [
    "#[repr(C)]",
    `struct ${fn.name}_task(${["KleisTask", ...types].join(", ")});`,
    "",
    ...braced(
      `unsafe extern "C" fn ${fn.name}_part(given: *mut core::ffi::c_void, part: i64, scratch: *mut f64)`,
      [
        `let task = given as *mut ${fn.name}_task;`,
        ...(fn.context ? ownContext(needs) : []),
        ...braced("while let Some((first, last)) = kleis_take(&(*task).0)", [
          call,
          ...(fn.context ? [...free, failed] : []),
        ]),
      ],
    ),
  ];
}

/** The first part runs on the caller's thread. No part has threads of its own. */
function ownContext(needs: LibraryNeeds): Lines {
  const limit = `if part != 0 { kleis_stack_address() - ${workerStackBytes} } else { (*(*task).0.ctx).stack_limit }`;
  return [
    "let mut own: KleisContext = core::mem::zeroed();",
    "own.cancel = (*(*task).0.ctx).cancel;",
    ...(needs.stack ? [`own.stack_limit = ${limit};`] : []),
  ];
}

/** Part after part of the range, on several threads where there are some; where one failed, here. `after` follows a call. */
export function rustShared(
  stmt: Planned & { readonly kind: "call" },
  { cost }: Parallel,
  [from = "0", to = "0", ...captured]: readonly string[],
  after: Lines,
): Lines {
  const { name } = stmt;
  const task = `&mut ${name}_task(${["core::mem::zeroed()", ...captured].join(", ")}).0`;
  const last = "if kleis_to - kleis_first > kleis_parts { kleis_first + kleis_parts } else { kleis_to }";
  const args = [...(stmt.context ? ["ctx"] : []), "kleis_first", last, ...captured];
  return [
    "{",
    ...indent([
      `let (kleis_from, kleis_to): (i64, i64) = (${from}, ${to});`,
      `let kleis_parts = kleis_step(kleis_to - kleis_from, ${cost});`,
      ...braced(
        `if (*ctx).team.is_null() || !kleis_share(ctx, ${name}_part, ${task}, kleis_from, kleis_to, kleis_parts)`,
        [
          "let mut kleis_first = kleis_from;",
          ...braced("while kleis_first < kleis_to && (*ctx).status == 0", [
            `${name}(${args.join(", ")});`,
            "kleis_first += kleis_parts;",
          ]),
        ],
      ),
      ...after,
    ]),
    "}",
  ];
}
