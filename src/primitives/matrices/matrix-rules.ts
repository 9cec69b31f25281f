import type { Type } from "../../types/type.ts";
import type { TypeRule, Typing, TypingContext } from "../primitive.ts";
import {
  agree,
  type MatrixShape,
  matrixParam,
  matrixShape,
  mismatch,
  notAccepted,
  shapeText,
  typed,
} from "../typing.ts";

/** A rule on one matrix. */
export function onMatrix(result: (a: MatrixShape, context: TypingContext) => Type | undefined): TypeRule {
  return ([a], context) => {
    const shape = matrixShape(a, context);
    const type = shape && result(shape, context);
    return shape === undefined || type === undefined ? notAccepted : typed([matrixParam(shape)], type);
  };
}

export function notSquare(a: MatrixShape): Typing | undefined {
  return agree(a.rows, a.columns).ok
    ? undefined
    : mismatch("a square matrix is needed", [`this is a ${shapeText(a)}`]);
}

/** As `onMatrix`, for square ones: known sizes that differ are a mismatch. */
export function onSquare(result: (a: MatrixShape, context: TypingContext) => Type | undefined): TypeRule {
  return (args, context) => {
    const shape = matrixShape(args[0], context);
    return (shape && notSquare(shape)) ?? onMatrix(result)(args, context);
  };
}
