/** What a row of the kernel benchmark says: a program, what it is called with, and whom it is compared with. */

/** A word that is passed: an array's address, or a number in an integer register. */
export type Argument =
  | { readonly kind: "input"; readonly values: Float64Array | BigInt64Array }
  | { readonly kind: "output"; readonly values: Float64Array }
  | { readonly kind: "integer"; readonly value: bigint };

/** A function of a library in C or C++, behind the same parameters as ours. */
export interface NativePeer {
  readonly kind: "native";
  readonly name: string;
  /** In peers/. */
  readonly file: string;
  readonly symbol: string;
  readonly defines?: Readonly<Record<string, number | string>>;
  readonly flags?: readonly string[];
  /** Linked with, after the file. */
  readonly libraries?: readonly string[];
  /** Its time / ours shall be at least this. */
  readonly goal?: number;
}

/** A function of peers/peers.py, by name. */
export interface PythonPeer {
  readonly kind: "python";
  readonly name: string;
  readonly function: string;
  readonly parameters: readonly number[];
  readonly goal?: number;
}

export type Peer = NativePeer | PythonPeer;

export interface Row {
  readonly group: string;
  readonly name: string;
  /** Kleis. */
  readonly program: string;
  readonly fn: string;
  readonly args: readonly Argument[];
  /** Work of one call. */
  readonly work: { readonly amount: number; readonly unit: "flop" | "element" };
  readonly peers: readonly Peer[];
  /** Outputs may differ by this much, relative to the largest. */
  readonly tolerance: number;
  /** The order of the values of an output tells nothing. */
  readonly unordered?: boolean;
}

export function input(length: number, f: (i: number) => number): Argument {
  return { kind: "input", values: Float64Array.from({ length }, (_, i) => f(i)) };
}

export function output(length: number): Argument {
  return { kind: "output", values: new Float64Array(length) };
}

export function integer(value: number): Argument {
  return { kind: "integer", value: BigInt(value) };
}
