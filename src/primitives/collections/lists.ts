/**
 * Lists: one sequence type (T5). What keeps the length says so in its type; what takes elements away or puts some in front
 * gives a list of unknown length, so that recursion over it stays one instance.
 */
import { isFunction as isCallable } from "../../interpret/value.ts";
import { anyNumber, callArgument, defineCalling } from "../define.ts";
import { declined, type Primitive } from "../primitive.ts";
import { isFunction, notAccepted, typed } from "../typing.ts";
import { higherOrder } from "./higher-order.ts";
import { listAccess } from "./list-access.ts";
import { listBuilding } from "./list-building.ts";
import { lowerApplyLambda } from "./lower-lists.ts";
import { reductions } from "./reductions.ts";
import { sequences } from "./sequences.ts";

const applyLambda = defineCalling(
  {
    name: "apply_lambda",
    arity: [1, anyNumber],
    overloads: ["∀(a b). (a → b) × a → b"],
    rule: ([f, ...rest], context) =>
      f !== undefined && isFunction(f) ? typed([f, ...rest], context.applyArgument(0, rest)) : notAccepted,
    doc: { summary: "Calls a function.", example: "apply_lambda(λ x . x + 1, 2) = 3" },
    lower: lowerApplyLambda,
  },
  function* ([f, ...rest]) {
    return f !== undefined && isCallable(f) ? yield callArgument(0, f, rest) : declined;
  },
);

export const lists: readonly Primitive[] = [
  ...listAccess,
  ...listBuilding,
  applyLambda,
  ...higherOrder,
  ...reductions,
  ...sequences,
];
