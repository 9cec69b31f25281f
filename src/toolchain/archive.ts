/** A static library of one C source: compile to an object, put it into an archive. */
import { fail, ok, type Result } from "../base/outcome.ts";
import { type Tool, toolEnvironment } from "./detect.ts";
import type { Host } from "./host.ts";

export interface ArchiveRequest {
  readonly tool: Tool;
  readonly text: string;
  /** Flags of the compiler for an object file. */
  readonly flags: readonly string[];
}

const timeout = 120_000;

/** The bytes of the archive, or what kept it from being made. */
export async function compileArchive(host: Host, request: ArchiveRequest): Promise<Result<Uint8Array>> {
  const directory = await host.temporaryDirectory();
  if (!directory.ok) return directory;
  const { path, remove } = directory.value;
  try {
    const written = host.files.create(`${path}/library.c`, request.text);
    if (!written.ok) return fail(written.error.message);
    const steps: readonly (readonly [string, readonly string[]])[] = [
      [request.tool.path, [...request.flags, "-c", "library.c", "-o", "library.o"]],
      ["ar", ["rcs", "library.a", "library.o"]],
    ];
    for (const [command, args] of steps) {
      const environment = { ...toolEnvironment(host, path), PATH: host.environment("PATH") ?? "" };
      const run = await host.run(command, args, { directory: path, environment, timeout });
      if (!run.ok) return run;
      if (run.value.exitCode !== 0) return fail(`${command} failed: ${run.value.stderr.trim()}`);
    }
    const archive = host.files.read(`${path}/library.a`);
    return archive.ok ? ok(archive.value) : fail(archive.error.message);
  } finally {
    remove();
  }
}
