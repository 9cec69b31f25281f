/**
 * The mistakes people make, each with what to write instead. A description reads the place where the parser
 * stopped and answers only if it recognises the mistake; the first answer counts, so the certain ones stand first.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import * as elsewhere from "./mistakes-from-elsewhere.ts";
import * as construct from "./mistakes-in-constructs.ts";
import * as text from "./mistakes-in-text.ts";
import type { Place } from "./place.ts";

type Mistake = (place: Place) => Diagnostic | undefined;

export const mistakes: readonly Mistake[] = [
  text.unclosedText,
  text.quoteOrPrime,
  text.foreignComment,
  text.malformedNumber,
  elsewhere.rangeByColons,
  elsewhere.untypedQuantifier,
  elsewhere.lambdaAsName,
  elsewhere.memberOutside,
  elsewhere.definitionHead,
  elsewhere.parametersInARow,
  elsewhere.patternAsParameter,
  elsewhere.formsByComma,
  elsewhere.parametersInAngles,
  construct.parameters,
  construct.missingDot,
  elsewhere.consPattern,
  elsewhere.guardInPattern,
  elsewhere.casesByComma,
  construct.caseArrow,
  construct.swallowedCase,
  construct.trailingComma,
  construct.leadingBar,
  construct.matchWith,
  construct.foreignBrace,
  construct.missingString,
  construct.foreignConstruct,
  elsewhere.formsOfAlias,
  elsewhere.foreignSequence,
  elsewhere.slice,
  text.foreignOperator,
  elsewhere.atSign,
  elsewhere.positionAfterDot,
  elsewhere.looseDot,
  elsewhere.rowsBySemicolon,
  elsewhere.typeInBrackets,
  construct.negativePattern,
  construct.strayCloser,
  construct.unfinishedConstruct,
  elsewhere.looseComma,
  construct.unclosedBracket,
  construct.juxtaposition,
  text.unknownSymbol,
];
