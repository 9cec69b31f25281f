/**
 * Source text → bytes of a shared library, by a compiler that was found before.
 *
 * The compiler runs in a directory of its own, which is removed afterwards, with file names that do not depend on where that
 * is: same input, same bytes. Nothing throws; a compiler that rejects our text is a bug of ours and says so with its log.
 */
import { CompilerBug, fail, ok, type Result } from "../base/outcome.ts";
import type { KernelSource } from "../emit/abi.ts";
import { type Tool, toolEnvironment } from "./detect.ts";
import type { Host, RunOutput, TemporaryDirectory } from "./host.ts";

export interface CompileRequest {
  readonly tool: Tool;
  readonly source: KernelSource;
  /** All flags but input and output. */
  readonly flags: readonly string[];
  /** What rustc links with; its own choice where absent. */
  readonly linker?: Tool;
  /** Where the working directory is made; the system's temporary directory where absent. */
  readonly scratch?: string;
  /** Milliseconds. */
  readonly timeout?: number;
}

export interface Compiled {
  readonly library: Uint8Array;
  readonly milliseconds: number;
}

export type CompileFailure =
  /** The world's: the compiler is gone, the disk is full, time is up. Another tier serves. */
  | { readonly kind: "unavailable"; readonly message: string }
  /** Ours: the emitted text does not compile. */
  | { readonly kind: "rejected"; readonly message: string; readonly log: string };

const defaultTimeout = 120_000;

export async function compileKernel(
  host: Host,
  request: CompileRequest,
): Promise<Result<Compiled, CompileFailure>> {
  const directory = await host.temporaryDirectory(request.scratch);
  if (!directory.ok) return unavailable(`no directory to compile in: ${directory.error}`);
  try {
    return await compileIn(host, request, directory.value);
  } finally {
    directory.value.remove();
  }
}

async function compileIn(
  host: Host,
  request: CompileRequest,
  directory: TemporaryDirectory,
): Promise<Result<Compiled, CompileFailure>> {
  const { tool, source } = request;
  const input = source.language === "c" ? "kernel.c" : "kernel.rs";
  const written = host.files.create(`${directory.path}/${input}`, source.text);
  if (!written.ok) return unavailable(written.error.message);
  const started = host.now();
  const linker = request.linker === undefined ? [] : ["-C", `linker=${request.linker.path}`];
  const extra = source.language === "rust" ? linker : [];
  // Libraries come after what uses them on a linker's command line, so our flags follow the input.
  const output = await host.start(tool.path, ["-o", "kernel.so", input, ...request.flags, ...extra], {
    directory: directory.path,
    environment: toolEnvironment(host, directory.path),
    timeout: request.timeout ?? defaultTimeout,
  });
  if (!output.ok) return unavailable(`${tool.path} cannot be started: ${output.error}`);
  const failed = judge(tool, source, output.value);
  if (failed !== undefined) return failed;
  const library = host.files.read(`${directory.path}/kernel.so`);
  if (!library.ok) return unavailable(`${tool.path} wrote no library: ${library.error.message}`);
  return ok({ library: library.value, milliseconds: host.now() - started });
}

function judge(
  tool: Tool,
  source: KernelSource,
  output: RunOutput,
): { readonly ok: false; readonly error: CompileFailure } | undefined {
  if (output.timedOut) return unavailable(`${tool.path} took too long`);
  if (output.exitCode === undefined) return unavailable(`${tool.path} was ended by a signal`);
  if (output.exitCode === 0) return undefined;
  if (isWorldsFault(output.stderr)) return unavailable(`${tool.path}: ${lastLine(output.stderr)}`);
  const message = `${tool.kind} rejected the emitted ${source.language === "c" ? "C" : "Rust"}`;
  return fail({ kind: "rejected", message, log: `${tool.version}\n${output.stderr}` });
}

/** What a compiler says when it, not the text, is at fault. */
function isWorldsFault(log: string): boolean {
  return /No space left on device|cannot execute|linker `[^`]*` not found|virtual memory exhausted|Cannot allocate memory|Killed signal|File size limit exceeded|File too large|Disk quota exceeded/.test(
    log,
  );
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}

function unavailable(message: string): { readonly ok: false; readonly error: CompileFailure } {
  return fail({ kind: "unavailable", message });
}

/** The rejected text and the compiler's words, for a report. */
export function rejectionBug(
  failure: CompileFailure & { readonly kind: "rejected" },
  source: KernelSource,
): CompilerBug {
  return new CompilerBug(failure.message, `${failure.log}\n--- source ---\n${source.text}`);
}
