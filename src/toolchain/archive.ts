/** C sources as an object file, a static library or a program. */
import { fail, ok, type Result } from "../base/outcome.ts";
import { type Tool, toolEnvironment } from "./detect.ts";
import type { Host } from "./host.ts";

export type ObjectRequest = {
  readonly tool: Tool;
  readonly text: string;
  /** Flags of the compiler. */
  readonly flags: readonly string[];
} & ({ readonly made: "object" | "archive" } | { readonly made: "program"; readonly main: string });

const timeout = 120_000;
const results = { object: "library.o", archive: "library.a", program: "program" } as const;

/** The bytes of the file, or what kept it from being made. */
export async function compileObject(host: Host, request: ObjectRequest): Promise<Result<Uint8Array>> {
  const directory = await host.temporaryDirectory();
  if (!directory.ok) return directory;
  const { path, remove } = directory.value;
  try {
    const main = request.made === "program" ? [["main.c", request.main] as const] : [];
    for (const [name, text] of [["library.c", request.text] as const, ...main]) {
      const written = host.files.create(`${path}/${name}`, text);
      if (!written.ok) return fail(written.error.message);
    }
    for (const [command, args] of steps(request)) {
      const environment = { ...toolEnvironment(host, path), PATH: host.environment("PATH") ?? "" };
      const run = await host.run(command, args, { directory: path, environment, timeout });
      if (!run.ok) return run;
      if (run.value.exitCode !== 0) return fail(`${command} failed: ${run.value.stderr.trim()}`);
    }
    const file = host.files.read(`${path}/${results[request.made]}`);
    return file.ok ? ok(file.value) : fail(file.error.message);
  } finally {
    remove();
  }
}

type Step = readonly [command: string, args: readonly string[]];

function steps({ made, tool, flags }: ObjectRequest): readonly Step[] {
  // Libraries come after what uses them on a linker's command line.
  if (made === "program")
    return [[tool.path, ["library.c", "main.c", ...flags, "-pthread", "-lm", "-o", results.program]]];
  const compile: Step = [tool.path, [...flags, "-c", "library.c", "-o", results.object]];
  return made === "object" ? [compile] : [compile, ["ar", ["rcs", results.archive, results.object]]];
}
