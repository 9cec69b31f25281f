/** The machine code of an expression's kernel, as assembly text. */
import { CompilerBug } from "../base/outcome.ts";
import type { CoreFunction } from "../core/core.ts";
import type { Session } from "../session.ts";
import { whyUnbuilt } from "./unbuilt.ts";

/** Disassembles the library that would be loaded; says what is missing where that cannot be done. */
export async function assembly(session: Session, entry: CoreFunction): Promise<string> {
  const built = await session.kernels.build(session.loaded.specialiser.program, entry.id);
  if (!built.ok) return whyUnbuilt(built.error);
  const library = session.store.get(built.value.key);
  if (library === undefined) throw new CompilerBug("a library that was just built is not in the cache");
  const { host } = session.options.store;
  const shown = await host.run("objdump", ["-d", "--no-show-raw-insn", "-M", "intel", library.path], {
    environment: { PATH: host.environment("PATH") ?? "" },
    timeout: 30_000,
  });
  if (!shown.ok || shown.value.exitCode !== 0)
    return `objdump (of binutils) is needed to show ${library.path}`;
  return shown.value.stdout.trimEnd();
}
