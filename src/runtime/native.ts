/**
 * The way into native code: addresses of our memory, shared libraries, calls. By ffi-rs, loaded at first use, which takes
 * microseconds for a call; where many are made, the bridge (bridge.ts) takes over those on the caller's thread.
 *
 * Guarantees: a library that cannot be opened is a `Result`; libraries stay open for the life of the process; an address is
 * valid as long as the buffer it was asked for is reachable, so callers keep buffers in hand until a call has returned.
 */
import { createRequire } from "node:module";
import { constants } from "node:os";
import { CompilerBug, fail, ok, type Result } from "../base/outcome.ts";
import { releaseSymbol } from "../emit/abi.ts";
import type { Bridge } from "./bridge.ts";

export interface Native {
  /** Where the first byte lies. The same for the life of the buffer. */
  addressOf(buffer: ArrayBufferLike): number;
  /** Copies bytes from a native address to the start of a buffer. */
  copyFrom(address: number, to: ArrayBuffer): void;
  open(path: string): Result<NativeLibrary>;
  /** From now on calls on this thread go over the bridge. */
  useBridge(bridge: Bridge): void;
  /** Address of the threads that kernels may use; 0: none. */
  readonly team: number;
  /** From now on kernels may use these threads. */
  useTeam(address: number): void;
}

export interface NativeLibrary {
  /** Runs the kernel of this name on this thread; the status code. */
  call(kernel: string, frame: number): number;
  /** Runs it on another thread. */
  callAside(kernel: string, frame: number): Promise<number>;
  release(frame: number): void;
  /**
   * Calls a procedure of a library that is not of our making on this thread, with addresses and integers of one word each;
   * false where it has none of this name.
   */
  procedure(name: string, words: readonly number[]): boolean;
}

/**
 * Stack that a call on the caller's thread may use. The host gives a Worker a reserve of 192 KB beyond what JavaScript may
 * fill, so this much is there wherever the call comes from.
 */
export const callerStackBytes = 128 * 1024;
/** Calls aside run on the host's pool, whose threads have 8 MB; the rest is for what surrounds the kernel. */
export const asideStackBytes = 7 * 1024 * 1024;

/** Calls on the caller's thread after which the bridge pays for its compilation (30 ms, or 1 ms from the cache). */
const busyAfter = 2000;

/** `busy` is told once when the bridge would be worth having. */
export function loadNative(busy: (native: Native) => void = () => undefined): Result<Native> {
  const require = createRequire(import.meta.url);
  try {
    const ffi: Ffi = loadBinding(require) ?? require("ffi-rs");
    return ok(new FfiNative(ffi, busy));
  } catch (error) {
    return fail(`ffi-rs cannot be loaded: ${messageOf(error)}`);
  }
}

/**
 * The compiled part of ffi-rs alone, on Linux. Its JavaScript asks for a report on the whole process to tell two C libraries
 * apart, which takes ten times as long as loading (Note [Workers] is the other reason). Undefined: take the front door.
 */
function loadBinding(require: NodeJS.Require): Ffi | undefined {
  if (process.platform !== "linux") return undefined;
  for (const libc of ["gnu", "musl"]) {
    try {
      const inside = createRequire(require.resolve("ffi-rs"));
      const file = inside.resolve(`@yuuang/ffi-rs-linux-${process.arch}-${libc}`);
      const module: { exports: unknown } = { exports: {} };
      process.dlopen(module, file, constants.dlopen.RTLD_LAZY | keepLoaded);
      return module.exports as Ffi; // the interface of a pinned version
    } catch {
      // Not installed, or made for the other C library.
    }
  }
  return undefined;
}

/** RTLD_NODELETE of Linux, which Node has no name for. */
const keepLoaded = 0x1000;

/** What we use of ffi-rs. */
interface Ffi {
  readonly DataType: {
    readonly I32: number;
    readonly I64: number;
    readonly Void: number;
    readonly U8Array: number;
  };
  readonly FFITypeTag: { readonly Array: number };
  open(params: { readonly library: string; readonly path: string }): void;
  /** Gives the result, or a promise of it with `runInNewThread`. */
  load(params: {
    readonly library: string;
    readonly funcName: string;
    readonly retType: number;
    readonly paramsType: readonly (number | ArrayType)[];
    readonly paramsValue: readonly unknown[];
    readonly runInNewThread?: boolean;
    readonly freeResultMemory: false;
  }): unknown;
}

interface ArrayType {
  readonly type: number;
  readonly length: number;
  readonly ffiTypeTag: number;
}

/** The process itself, as a library: for memmove. */
const processLibrary = "kleis:process";

class FfiNative implements Native {
  readonly #ffi: Ffi;
  readonly #addresses = new WeakMap<ArrayBufferLike, number>();
  readonly #opened = new Map<string, NativeLibrary>();
  readonly #busy: (native: Native) => void;
  #bridge: Bridge | undefined;
  #slowCalls = 0;
  #team = 0;

  constructor(ffi: Ffi, busy: (native: Native) => void) {
    this.#ffi = ffi;
    this.#busy = busy;
    ffi.open({ library: processLibrary, path: "" });
  }

  useBridge(bridge: Bridge): void {
    this.#bridge = bridge;
  }

  get team(): number {
    return this.#team;
  }

  useTeam(address: number): void {
    this.#team = address;
  }

  addressOf(buffer: ArrayBufferLike): number {
    const known = this.#addresses.get(buffer);
    if (known !== undefined) return known;
    const direct = this.#bridge?.addressOf(buffer) ?? -1;
    const address = direct >= 0 ? direct : this.#askAddress(buffer);
    this.#addresses.set(buffer, address);
    return address;
  }

  #askAddress(buffer: ArrayBufferLike): number {
    const { DataType, load } = this.#ffi;
    const bytes = Buffer.from(buffer);
    const array = bytesType(this.#ffi, bytes);
    // Moving no bytes from a place to itself returns the place.
    return Number(
      load({
        library: processLibrary,
        funcName: "memmove",
        retType: DataType.I64,
        paramsType: [array, array, DataType.I64],
        paramsValue: [bytes, bytes, 0],
        freeResultMemory: false,
      }),
    );
  }

  copyFrom(address: number, to: ArrayBuffer): void {
    if (to.byteLength === 0) return;
    if (this.#bridge === undefined) this.#copySlowly(address, to);
    else this.#bridge.copyFrom(address, to);
  }

  #copySlowly(address: number, to: ArrayBuffer): void {
    const { DataType, load } = this.#ffi;
    const bytes = Buffer.from(to);
    load({
      library: processLibrary,
      funcName: "memmove",
      retType: DataType.I64,
      paramsType: [bytesType(this.#ffi, bytes), DataType.I64, DataType.I64],
      paramsValue: [bytes, address, to.byteLength],
      freeResultMemory: false,
    });
  }

  open(path: string): Result<NativeLibrary> {
    const known = this.#opened.get(path);
    if (known !== undefined) return ok(known);
    try {
      this.#ffi.open({ library: path, path });
    } catch (error) {
      return fail(`the library cannot be loaded: ${messageOf(error)}`);
    }
    const library = new FfiLibrary(this.#ffi, path, () => this.#crossing());
    this.#opened.set(path, library);
    return ok(library);
  }

  /** The bridge, if there is one; counts what it would have been good for. */
  #crossing(): Bridge | undefined {
    if (this.#bridge === undefined) {
      this.#slowCalls += 1;
      if (this.#slowCalls === busyAfter) this.#busy(this);
    }
    return this.#bridge;
  }
}

/** A buffer passed as the address of its first byte. */
function bytesType({ DataType, FFITypeTag }: Ffi, bytes: Buffer): ArrayType {
  return { type: DataType.U8Array, length: bytes.length, ffiTypeTag: FFITypeTag.Array };
}

class FfiLibrary implements NativeLibrary {
  readonly #ffi: Ffi;
  readonly #path: string;
  readonly #crossing: () => Bridge | undefined;
  readonly #symbols = new Map<string, number>();

  constructor(ffi: Ffi, path: string, crossing: () => Bridge | undefined) {
    this.#ffi = ffi;
    this.#path = path;
    this.#crossing = crossing;
  }

  call(kernel: string, frame: number): number {
    const bridge = this.#crossing();
    if (bridge !== undefined) return bridge.call(this.#symbol(bridge, kernel), frame);
    return Number(this.#invoke(kernel, this.#ffi.DataType.I32, frame, false));
  }

  async callAside(kernel: string, frame: number): Promise<number> {
    return Number(await this.#invoke(kernel, this.#ffi.DataType.I32, frame, true));
  }

  release(frame: number): void {
    const bridge = this.#crossing();
    if (bridge !== undefined) bridge.release(this.#symbol(bridge, releaseSymbol), frame);
    else this.#invoke(releaseSymbol, this.#ffi.DataType.Void, frame, false);
  }

  procedure(name: string, words: readonly number[]): boolean {
    const { DataType, load } = this.#ffi;
    try {
      load({
        library: this.#path,
        funcName: name,
        retType: DataType.Void,
        paramsType: words.map(() => DataType.I64),
        paramsValue: words,
        freeResultMemory: false,
      });
      return true;
    } catch {
      return false;
    }
  }

  #symbol(bridge: Bridge, name: string): number {
    const known = this.#symbols.get(name);
    if (known !== undefined) return known;
    const address = bridge.symbol(this.#path, name);
    if (address === 0) throw new CompilerBug(`a compiled library lacks ${name}`, this.#path);
    this.#symbols.set(name, address);
    return address;
  }

  #invoke(funcName: string, retType: number, frame: number, runInNewThread: boolean): unknown {
    try {
      return this.#ffi.load({
        library: this.#path,
        funcName,
        retType,
        paramsType: [this.#ffi.DataType.I64],
        paramsValue: [frame],
        runInNewThread,
        freeResultMemory: false,
      });
    } catch (error) {
      throw new CompilerBug(`a compiled library lacks ${funcName}`, messageOf(error));
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/*
 * Note [Workers]
 *
 * Node closes the add-ons of a Worker when the Worker ends. ffi-rs leaves destructors of thread-local data behind, which then
 * run in code that is no longer mapped: the process dies at the Worker's exit. Kept loaded, the add-on outlives all threads.
 */
