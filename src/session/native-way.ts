/** A session's way into native code, opened when it is first wanted: most expressions never want it. */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import { ok, type Result } from "../base/outcome.ts";
import { noSpan } from "../base/span.ts";
import type { Store } from "../cache/store.ts";
import { quicken } from "../runtime/bridge.ts";
import { CancelWord } from "../runtime/cancel.ts";
import { loadNative, type Native } from "../runtime/native.ts";
import { openTeam } from "../runtime/team.ts";
import type { Host } from "../toolchain/host.ts";
import type { Interruption } from "./interruption.ts";
import type { NativeAccess } from "./kernels.ts";

export interface NativeWayParts {
  readonly host: Host;
  readonly store: Store;
  readonly threads: number;
  readonly interruption: Interruption;
  readonly report: (problem: Diagnostic) => unknown;
}

export class NativeWay {
  readonly #parts: NativeWayParts;
  #access: Result<NativeAccess> | undefined;
  #team: Promise<void> | undefined;

  constructor(parts: NativeWayParts) {
    this.#parts = parts;
  }

  access(): Result<NativeAccess> {
    this.#access ??= this.#open();
    return this.#access;
  }

  native(): Result<Native> {
    const access = this.access();
    return access.ok ? ok(access.value.native) : access;
  }

  #open(): Result<NativeAccess> {
    const { host, store, interruption } = this.#parts;
    const native = loadNative((ready) => void quicken(ready, host, store));
    if (!native.ok) return native;
    const cancel = new CancelWord(native.value);
    if (interruption.reason !== undefined) cancel.request(interruption.reason);
    return ok({ native: native.value, cancel });
  }

  /** The threads that were asked for, started when the first kernel is there; said where there are none. */
  withTeam(native: Native): Promise<void> {
    const { host, store, threads, report } = this.#parts;
    if (threads === 1) return Promise.resolve();
    this.#team ??= openTeam(native, host, store, threads).then((opened) => {
      if (!opened.ok)
        report(
          warning("KL0602", "threads cannot be had here, one serves", noSpan, { notes: [opened.error] }),
        );
    });
    return this.#team;
  }

  /** For a caller that will make many short calls: native code is entered by the shortest way from now on. */
  async quicken(): Promise<void> {
    const native = this.native();
    if (native.ok) await quicken(native.value, this.#parts.host, this.#parts.store);
  }

  /** Tells code that runs now, and what is called later. */
  request(reason: NonNullable<Interruption["reason"]>): void {
    if (this.#access?.ok === true) this.#access.value.cancel.request(reason);
  }

  clear(): void {
    if (this.#access?.ok === true) this.#access.value.cancel.clear();
  }
}
