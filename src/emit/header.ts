/** The C header of a library compiled ahead of time: status codes and prototypes (exports.ts says what they mean). */
import type { ElementScalar, Status } from "../loop/loop.ts";
import type { Type } from "../types/type.ts";
import { statusCode } from "./abi.ts";
import { capacityStatus, type Interface, sparseUse, usesSparse } from "./exports.ts";

const cTypeOf: { readonly [E in ElementScalar]: string } = { f64: "double", i64: "int64_t", bool: "uint8_t" };

/** A function as C declares it, without the semicolon. */
export function prototype(of: Interface): string {
  const params = of.declarations.map(({ name, element, pointer }) => {
    const type = cTypeOf[element];
    if (pointer === undefined) return `${type} ${name}`;
    return pointer === "input" ? `const ${type} *${name}` : `${type} *${name}`;
  });
  return `int32_t ${of.name}(${params.length === 0 ? "void" : params.join(", ")})`;
}

const statusMeaning: { readonly [S in Status]: string } = {
  ok: "the results are written",
  overflow: "an integer does not fit into 64 bits",
  division: "a divisor is zero",
  index: "an index is out of range",
  dimension: "sizes do not fit together",
  depth: "recursion is too deep",
  domain: "an argument is outside the function's domain",
  match: "no pattern fits",
  cancelled: "not returned by these functions",
  memory: "there is not enough memory",
  kind: "an argument is not a natural number, or not an integer",
};

export function header(
  interfaces: readonly Interface[],
  printType: (type: Type) => string,
  threads: number | undefined,
): string {
  const statuses = Object.keys(statusCode) as (keyof typeof statusCode)[];
  const codes = statuses.map(
    (name) => `  KLEIS_${name.toUpperCase()} = ${statusCode[name]}, /* ${statusMeaning[name]} */`,
  );
  const functions = interfaces.flatMap((each) => {
    const types = each.fn.params.map((param) => `${param.name} : ${printType(param.type)}`).join(", ");
    return ["", `/* ${each.fn.name}(${types}) : ${printType(each.fn.result)} */`, `${prototype(each)};`];
  });
  return [
    "/*",
    " * Functions compiled by Kleis. Each returns 0 or one of the codes below, and writes its results through the pointers at",
    " * the end of its parameters. Matrices are contiguous and row-major, complex numbers in arrays are two arrays; results must",
    " * not overlap arguments. The functions are reentrant and may run on several threads at once. A name that is no C identifier",
    " * has its other characters spelled out, one that C or its library has already gets a number.",
    ...(threads === undefined
      ? []
      : [
          ` * A call with much to do starts threads, so that there are up to ${threads}, and ends them before it returns; its results are`,
          " * the same for every number of threads. The library is linked with POSIX threads.",
        ]),
    ...(interfaces.some(usesSparse) ? [" *", ...sparseUse.map((line) => ` * ${line}`)] : []),
    " */",
    "#ifndef KLEIS_LIBRARY_H",
    "#define KLEIS_LIBRARY_H",
    "",
    "#include <stdint.h>",
    "",
    "#ifdef __cplusplus",
    'extern "C" {',
    "#endif",
    "",
    "enum kleis_status {",
    ...codes,
    `  KLEIS_CAPACITY = ${capacityStatus} /* the result does not fit; its extents are written */`,
    "};",
    ...functions,
    "",
    "#ifdef __cplusplus",
    "}",
    "#endif",
    "",
    "#endif",
    "",
  ].join("\n");
}
