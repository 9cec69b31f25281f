/**
 * A place where the parser stopped → one diagnostic in words.
 *
 * In: the offset, what the grammar could have taken there, and the rough tokens around. Out: what was found, what
 * was expected, and for the mistakes people make (mistakes.ts) what to write instead.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { perhapsInComment } from "./comment-operand.ts";
import { mistakes } from "./mistakes.ts";
import { describeToken, type Place, placeOf, type SyntaxFailure, shorten } from "./place.ts";
import type { Scan } from "./scan.ts";

export function explainSyntaxError(
  file: string,
  text: string,
  scan: Scan,
  failure: SyntaxFailure,
): Diagnostic {
  const place = placeOf(file, text, scan, failure);
  for (const mistake of mistakes) {
    const diagnostic = mistake(place);
    if (diagnostic !== undefined) return perhapsInComment(diagnostic, place);
  }
  return perhapsInComment(unexpected(place), place);
}

/** No known mistake: what was expected and what was found, or that something ends too early. */
function unexpected(place: Place): Diagnostic {
  const { found, previous, expected, span, spanOf } = place;
  const wanted = inWords(expected);
  const begins = found?.first && (found.kind === "word" || found.kind === "close");
  if (found !== undefined && !place.isEnd && !begins) {
    const [first] = place.before;
    const isHead = first?.text === "define" && place.before.every((token) => token.text !== "=");
    const hint = isHead ? { hint: "a definition is `define f(x) = value`" } : {};
    return error("KL0001", `expected ${wanted}, found ${describeToken(found)}`, spanOf(found), hint);
  }
  const after = previous === undefined ? "" : ` after \`${shorten(previous.text)}\``;
  return error("KL0019", `${wanted} is missing${after}`, span, {
    label: whatFollows(place),
  });
}

function whatFollows({ found, isEnd }: Place): string {
  if (found === undefined) return "the text ends here";
  return isEnd ? "the next declaration begins below" : `${describeToken(found)} follows below`;
}

// ---- what was expected -----------------------------------------------------------------------------------

/** Names of grammar rules that are said in messages, the larger before what they include. */
const nouns = ["an expression", "a type", "a pattern", "a name", "a string", "a number"];
/** Never said: they may stand almost anywhere. */
const unsaid = new Set([
  "",
  "a new line",
  "the end of the number",
  "an operator",
  "@",
  ";",
  "!",
  "∀",
  "forall",
]);
/** What may be left out is not said beside what may not. */
const optional = new Set(["(", "[", ".", ":", "|", "^", "as", "if", "where"]);
const declarationWords = new Set("import define data type operation structure implements example".split(" "));
const memberWords = new Set(["operation", "element", "axiom", "define", "structure"]);

/** The expectations as a phrase: "`,` or `)`", "an expression". */
function inWords(expected: ReadonlySet<string>): string {
  const isMemberPlace = expected.has("axiom");
  const isItemPlace = expected.has("define") && expected.has("data");
  const literals = [...expected].filter(
    (name) =>
      !unsaid.has(name) &&
      !nouns.includes(name) &&
      !(isItemPlace && (declarationWords.has(name) || name === "(")) &&
      !(isMemberPlace && memberWords.has(name)),
  );
  const noun = isMemberPlace ? "a member" : nouns.find((name) => expected.has(name));
  const required = literals.filter(
    (name) => !optional.has(name) && !(noun === "an expression" && name === "{"),
  );
  const afterOperand = expected.has("an operator");
  const isEnough = required.length > 0 || noun !== undefined || isItemPlace || afterOperand;
  const said = [
    ...(isEnough ? required : literals).map((name) => `\`${name}\``),
    ...(noun === undefined ? [] : [noun]),
    ...(isItemPlace ? ["a declaration"] : []),
  ];
  if (said.length === 0) said.push("an operator");
  return said.length === 1 ? said.join() : `${said.slice(0, -1).join(", ")} or ${said.at(-1)}`;
}
