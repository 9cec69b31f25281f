/** Integer operations that may fail, in lanes: where one does, the scalar code is to run again. */
import { binary, compare, i64, unary } from "../../expr.ts";
import type { LoopExpr, Stmt } from "../../loop.ts";
import { assign, named, type Scope, trouble, Unfit, value, type Writer } from "./scopes.ts";

/** Products are left to scalar code when a factor has more than 32 bits. */
const half = 2n ** 31n;

export function writeChecked(
  writer: Writer,
  stmt: Stmt & { readonly kind: "checked" },
  scope: Scope,
  out: Stmt[],
): void {
  const a = named(writer, "a", value(writer, stmt.left, scope), scope, out);
  const right = stmt.right === undefined ? undefined : value(writer, stmt.right, scope);
  const b = right === undefined ? i64(0n) : named(writer, "b", right, scope, out);
  const { op } = stmt;
  const negative = (e: LoopExpr): LoopExpr => compare("lt", e, i64(0n));
  const finish = (result: LoopExpr, failed: (r: LoopExpr) => LoopExpr): void => {
    const r = named(writer, "r", result, scope, out);
    trouble(writer, failed(r), scope, out);
    assign(writer, stmt.result, r, scope, out);
  };
  switch (op) {
    case "add":
      finish(binary("add", a, b), (r) => negative(binary("and", binary("xor", a, r), binary("xor", b, r))));
      return;
    case "sub":
      finish(binary("sub", a, b), (r) => negative(binary("and", binary("xor", a, b), binary("xor", a, r))));
      return;
    case "neg":
      finish(unary("neg", a), (r) => negative(binary("and", a, r)));
      return;
    case "abs":
      finish(unary("abs", a), negative);
      return;
    case "mul": {
      const wide = (e: LoopExpr): LoopExpr =>
        compare("ne", binary("shr", binary("add", e, i64(half)), i64(32n)), i64(0n));
      finish(binary("mul", a, b), () => binary("or", wide(a), wide(b)));
      return;
    }
    case "from-f64":
      throw new Unfit("an integer made of a real number");
    case "div":
    case "rem":
    case "pow":
      throw new Unfit(`an integer ${op}`);
  }
}
