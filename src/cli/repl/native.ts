/** `:jit on|off|status|stats`, alone: the other mode. Definitions and values survive the switch. */
import type { Command } from "./command.ts";
import type { Repl } from "./repl.ts";

export const jit: Command = {
  name: "jit",
  argument: "[on|off|status|stats]",
  summary: "compile everything, or only what proves hot; alone: the other of the two",
  run: (repl, { text }) => {
    const word = text.trim();
    switch (word) {
      case "":
        return switchTo(repl, !repl.workspace.compiles);
      case "on":
        return switchTo(repl, true);
      case "off":
        return switchTo(repl, false);
      case "status":
        return repl.screen.out(status(repl));
      case "stats":
        return repl.screen.out([status(repl), ...repl.statistics.lines(), ...usage(repl)].join("\n"));
      default:
        repl.screen.error("Usage: :jit [on|off|status|stats]");
    }
  },
};

function switchTo(repl: Repl, compile: boolean): void {
  if (compile && !repl.mayCompile) {
    repl.screen.error("Native code is switched off (--interpret, KLEIS_JIT=0 or kleis.toml).");
    return;
  }
  repl.workspace.compileAll(compile);
  repl.screen.out(status(repl));
}

const mostShown = 12;

/** Counted since the program was last changed; what native code calls inside itself is not seen. */
function usage(repl: Repl): readonly string[] {
  const { native, machine } = repl.workspace.session.loaded;
  const all = native.usage(machine.calls);
  if (all.length === 0) return [];
  const shown = all.slice(0, mostShown).map(({ name, calls, native: isNative }) => {
    const times = `${calls.toLocaleString("en")} call${calls === 1 ? "" : "s"}`;
    return `  ${name}  ${times}${isNative ? ", native by now" : ""}`;
  });
  const others = all.length - shown.length;
  return ["Calls by the evaluator:", ...shown, ...(others > 0 ? [`  and ${others} more`] : [])];
}

function status(repl: Repl): string {
  if (repl.workspace.compiles) return "JIT: on (everything with concrete types is compiled)";
  return repl.mayCompile
    ? "JIT: off (interpreted; definitions that prove hot are compiled)"
    : "JIT: off (native code is switched off)";
}
