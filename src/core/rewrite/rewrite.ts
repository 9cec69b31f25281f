/**
 * What a rewrite is: an equation of matrix algebra, used from left to right where its right side is less work.
 *
 * A rewrite keeps exact values (ℤ, ℚ) as they are, errors with their places included. On ℝ and ℂ its result stays within the
 * bound of the rows it replaces; each says why in its own file. What may change the last digits is left out under
 * `--reproducible`, everything under `--no-rewrite`.
 */
import type { CoreExpr } from "../core.ts";

export type Prim = CoreExpr & { readonly kind: "prim" };

export interface Rewrite {
  readonly name: string;
  /** The sentence that `kleis explain` shows where the rewrite was used. */
  readonly says: string;
  /** `within the bound`: on ℝ and ℂ the last digits may change. */
  readonly rounding: "same bits" | "within the bound";
  /** The cheaper form of a built-in's call; undefined where the rewrite does not apply. */
  readonly apply: (node: Prim, scene: Scene) => CoreExpr | undefined;
}

/** What a rewrite may ask about the surroundings of a node. */
export interface Scene {
  /** The name of the row that a call means, whatever alias was written; undefined for what is no call of a built-in alone. */
  readonly rowOf: (node: CoreExpr) => string | undefined;
  /**
   * The expression that a variable stands for, where taking it in the variable's place computes nothing twice and cannot be
   * told from outside: a value that always arrives, and is used here alone or is only a view of a variable. Else the node itself.
   */
  readonly view: (node: CoreExpr) => CoreExpr;
  /** As `view`, for a value that may fail: nothing between its definition and this use may fail too, or be skipped. */
  readonly viewFailing: (node: CoreExpr) => CoreExpr;
  /** Evaluating it cannot fail, has no effect, and ends. */
  readonly isTotal: (node: CoreExpr) => boolean;
  /** There is native code for this row: what has none must not be introduced. */
  readonly isNative: (row: string) => boolean;
}

/** A rewrite that was used, and where. */
export interface Applied {
  readonly rewrite: Pick<Rewrite, "name" | "says">;
  readonly span: CoreExpr["span"];
}

export interface RewriteSettings {
  /** The order in which numbers are added must stay: sums have the same bits everywhere. */
  readonly fixedOrder: boolean;
}
