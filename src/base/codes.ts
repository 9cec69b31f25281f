/**
 * Every diagnostic code with its one-line title. A code means one thing for ever; docs/errors has a page for
 * each. Families: KL00 syntax · KL01 names and imports · KL02 arity and calls · KL03 types and dimensions ·
 * KL04 patterns · KL05 run time · KL06 compilation and tiers · KL07 toolchain, cache, files · KL08 command line.
 */
import type { DiagnosticCode } from "./diagnostic.ts";

export const codes = {
  KL0001: "something else was expected here",
  KL0002: "this symbol means nothing in the language",
  KL0003: "a string is not closed",
  KL0004: "a comment is not closed",
  KL0005: "a bracket is not closed",
  KL0006: "a closing bracket without an opening one",
  KL0007: "comparisons cannot be chained",
  KL0008: "an `if` has no `else`",
  KL0009: "a construct lacks one of its words",
  KL0010: "two expressions stand side by side",
  KL0011: "a comma before a closing bracket",
  KL0012: "a `|` before the first alternative",
  KL0013: "this is not a number",
  KL0014: "not the comment syntax of the language",
  KL0015: "quotes and primes are not part of the language",
  KL0016: "not an operator of expressions",
  KL0017: "a big operator with the wrong number of arguments",
  KL0018: "a line continues the expression above",
  KL0019: "the text ends in the middle of a construct",
  KL0020: "a word of another language",
  KL0021: "a statement that checks nothing",
  KL0022: "a minus before a power",

  KL0101: "this name is not defined",
  KL0102: "an import that leads nowhere",

  KL0201: "a definition is called with the wrong number of arguments",
  KL0202: "a constructor is used with the wrong number of arguments",
  KL0203: "what is called is not a function",
  KL0204: "no such field",
  KL0205: "this value has no such positions",
  KL0206: "a parameter named twice",

  KL0301: "two known dimensions differ",
  KL0302: "a value is not of the type it is declared to have",
  KL0303: "an operation does not take arguments of these types",
  KL0304: "an unknown type name",
  KL0305: "a type is given the wrong number of arguments",
  KL0306: "a type alias stands for itself",
  KL0307: "a dimension has no value",
  KL0308: "an unknown structure",
  KL0309: "an operation that the structure does not have",
  KL0310: "a structure is implemented twice for the same types",
  KL0311: "a condition has to be true or false",
  KL0312: "a definition that a built-in stands before",
  KL0313: "an implementation lacks operations",
  KL0314: "an operation given twice for the same types",
  KL0315: "an operation defined by itself",

  KL0401: "a match does not cover every value",
  KL0402: "a case that is never reached",

  KL0501: "a divisor is zero",
  KL0502: "a position outside",
  KL0503: "recursion too deep",
  KL0504: "no pattern matched",
  KL0505: "sizes that do not fit at run time",
  KL0506: "a built-in has no result here",
  KL0507: "a value is too large",
  KL0508: "the time limit was reached",
  KL0510: "a value of another kind",
  KL0511: "a condition that is neither true nor false",
  KL0512: "a constant depends on itself",
  KL0513: "a value that is not a function is called",
  KL0514: "a value without the field that is read",
  KL0515: "an option that is not taken, or not like this",

  KL0601: "no native code exists for this yet",
  KL0602: "native code cannot be made here",
  KL0603: "a definition that cannot be exported",
  KL0604: "an expression that cannot be timed",

  KL0701: "compiled code cannot be kept for the next run",
  KL0702: "a file that cannot be written",
  KL0703: "a file that cannot be read",
  KL0704: "a picture that cannot be drawn",

  KL0801: "a setting that cannot be understood",
  KL0802: "a setting that does not exist",
  KL0803: "an unknown target",
} as const satisfies Readonly<Record<DiagnosticCode, string>>;
