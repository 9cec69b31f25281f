/** Peers in Python (peers/peers.py), in a process of their own that is asked line by line. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { folder } from "./native.ts";
import type { PythonPeer } from "./row.ts";

interface Answer {
  readonly ok: boolean;
  readonly nanoseconds?: number;
  readonly checksum?: number;
  readonly why?: string;
}

/** The first python3 on PATH that has NumPy: a machine may have several, Debian's packages belong to one. */
function pythonWithPackages(): string {
  const found = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .map((directory) => path.join(directory, "python3"))
    .find((python) => spawnSync(python, ["-c", "import numpy"], { stdio: "ignore" }).status === 0);
  return found ?? "python3";
}

export class PythonPeers {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #gone = false;

  constructor() {
    this.#child = spawn(pythonWithPackages(), [path.join(folder, "peers/peers.py")], { stdio: "pipe" });
    this.#child.on("error", () => {
      this.#gone = true;
    });
    this.#child.stdin.on("error", () => {
      this.#gone = true;
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The sum of what it computes, by which its result is checked; undefined where it cannot run here. */
  async prepare(peer: PythonPeer): Promise<number | undefined> {
    const answer = await this.#ask({ do: "prepare", function: peer.function, parameters: peer.parameters });
    return answer.ok ? answer.checksum : undefined;
  }

  /** Nanoseconds per call. */
  async measure(peer: PythonPeer, calls: number): Promise<number> {
    const { function: name, parameters } = peer;
    const answer = await this.#ask({ do: "measure", function: name, parameters, calls });
    if (!answer.ok || answer.nanoseconds === undefined)
      throw new Error(`${peer.name}: ${answer.why ?? "no answer"}`);
    return answer.nanoseconds;
  }

  close(): void {
    this.#child.kill();
  }

  async #ask(request: Readonly<Record<string, unknown>>): Promise<Answer> {
    if (this.#gone) return { ok: false, why: "there is no python3" };
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await this.#lines.next();
    return line.done === true ? { ok: false, why: "python3 ended" } : (JSON.parse(line.value) as Answer);
  }
}
