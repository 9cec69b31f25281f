/** One C source as an object file or a static library. */
import { fail, ok, type Result } from "../base/outcome.ts";
import { type Tool, toolEnvironment } from "./detect.ts";
import type { Host } from "./host.ts";

export interface ObjectRequest {
  readonly made: "object" | "archive";
  readonly tool: Tool;
  readonly text: string;
  /** Flags of the compiler for an object file. */
  readonly flags: readonly string[];
}

const timeout = 120_000;
const archive = ["ar", ["rcs", "library.a", "library.o"]] as const;

/** The bytes of the file, or what kept it from being made. */
export async function compileObject(host: Host, request: ObjectRequest): Promise<Result<Uint8Array>> {
  const directory = await host.temporaryDirectory();
  if (!directory.ok) return directory;
  const { path, remove } = directory.value;
  try {
    const written = host.files.create(`${path}/library.c`, request.text);
    if (!written.ok) return fail(written.error.message);
    const compile = [request.tool.path, [...request.flags, "-c", "library.c", "-o", "library.o"]] as const;
    const steps = request.made === "object" ? [compile] : [compile, archive];
    for (const [command, args] of steps) {
      const environment = { ...toolEnvironment(host, path), PATH: host.environment("PATH") ?? "" };
      const run = await host.run(command, args, { directory: path, environment, timeout });
      if (!run.ok) return run;
      if (run.value.exitCode !== 0) return fail(`${command} failed: ${run.value.stderr.trim()}`);
    }
    const file = host.files.read(`${path}/library.${request.made === "object" ? "o" : "a"}`);
    return file.ok ? ok(file.value) : fail(file.error.message);
  } finally {
    remove();
  }
}
