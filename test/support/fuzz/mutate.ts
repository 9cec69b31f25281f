/**
 * Programs that are almost programs: a real one with a few tokens, characters or declarations changed. What replaces a
 * token is mostly of its own kind, so that many results are still read as programs and reach the checker and the evaluator.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { scan, type Token, type TokenKind } from "../../../src/syntax/scan.ts";
import { root } from "../program-file.ts";
import type { Random } from "./random.ts";

export interface Corpus {
  readonly texts: readonly string[];
  readonly tokens: ReadonlyMap<TokenKind, readonly string[]>;
  /** Declarations and expressions that begin at the margin. */
  readonly pieces: readonly string[];
}

const folders = [
  "test/programs",
  "test/errors",
  "test/corpus",
  "test/language",
  "test/language/library",
  "test/library",
  "examples",
  "stdlib",
];

export function readCorpus(): Corpus {
  const texts = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith(".kleis"))
      .sort()
      .map((name) => readFileSync(path.join(root, folder, name), "utf8")),
  );
  const tokens = new Map<TokenKind, string[]>();
  for (const text of texts)
    for (const { kind, text: written } of scan(text).tokens) {
      const known = tokens.get(kind) ?? [];
      if (!known.includes(written)) known.push(written);
      tokens.set(kind, known);
    }
  return { texts, tokens, pieces: texts.flatMap(piecesOf) };
}

/** Cut before every line that begins at the margin with a word, an annotation or a comment. */
function piecesOf(text: string): readonly string[] {
  return text.split(/\n(?=[\p{L}@/(\d])/u).filter((piece) => piece.trim() !== "");
}

const characters = [
  ..." \n\t()[]{},;:.|\\\"'`=<>+-*/^!?@#$%&~_0123456789eEabxyzAZ",
  ..."λΛαπτℝℤℕℚℂΣΠ√∂∇∈∀∃⇒→×·≤≥≠∧∨¬ᵀ²⁻₁∞𝔽é",
  "\u0000",
  "\u00a0",
  "\u200b",
  "\ud800",
  "\ufeff",
  "😀",
  "\r\n",
  "//",
  "/*",
  "*/",
  "///",
  "1e999",
  "99999999999999999999999999",
  "0x",
  "1..2",
];

type Mutation = (text: string, random: Random, corpus: Corpus) => string;

function replaceAt(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function onToken(change: (token: Token, random: Random, corpus: Corpus) => string): Mutation {
  return (text, random, corpus) => {
    const { tokens } = scan(text);
    if (tokens.length === 0) return text;
    const token = random.of(tokens);
    return replaceAt(text, token.start, token.end, change(token, random, corpus));
  };
}

function anyToken(random: Random, { tokens }: Corpus): string {
  return random.of(random.of([...tokens.values()]));
}

const likeToken = onToken(({ kind, text }, random, { tokens }) => random.of(tokens.get(kind) ?? [text]));

/** A word of the same text: names stay declared, so what breaks is types and arity. */
const ownToken: Mutation = (text, random) => {
  const { tokens } = scan(text);
  const words = tokens.filter(({ kind }) => kind === "word" || kind === "number");
  if (words.length === 0) return text;
  const [from, to] = [random.of(words), random.of(words)];
  return replaceAt(text, to.start, to.end, from.text);
};

const swapTokens: Mutation = (text, random) => {
  const { tokens } = scan(text);
  const at = random.below(Math.max(1, tokens.length - 1));
  const [a, b] = [tokens[at], tokens[at + 1]];
  if (a === undefined || b === undefined) return text;
  return text.slice(0, a.start) + b.text + text.slice(a.end, b.start) + a.text + text.slice(b.end);
};

/** What stands between two tokens, out or twice. */
const range =
  (times: 0 | 2): Mutation =>
  (text, random) => {
    const { tokens } = scan(text);
    if (tokens.length === 0) return text;
    const from = random.below(tokens.length);
    const to = Math.min(tokens.length - 1, from + random.below(12));
    const [start, end] = [tokens[from]?.start ?? 0, tokens[to]?.end ?? 0];
    return replaceAt(text, start, end, text.slice(start, end).repeat(times));
  };

/** A bracketed part of another program in place of one of this. */
const graft: Mutation = (text, random, corpus) => {
  const here = bracketed(text, random);
  const from = random.of(corpus.texts);
  const there = bracketed(from, random);
  if (here === undefined || there === undefined) return text;
  return replaceAt(text, here[0], here[1], from.slice(...there));
};

function bracketed(text: string, random: Random): readonly [number, number] | undefined {
  const { tokens, partner } = scan(text);
  const closing = tokens.filter((token) => partner.has(token.start));
  if (closing.length === 0) return undefined;
  const close = random.of(closing);
  return [partner.get(close.start)?.start ?? 0, close.end];
}

const piece: Mutation = (text, random, corpus) => {
  const pieces = [...piecesOf(text)];
  pieces.splice(random.below(pieces.length + 1), random.below(2), random.of(corpus.pieces));
  return pieces.join("\n");
};

const character: Mutation = (text, random) => {
  const at = random.below(text.length + 1);
  return replaceAt(text, at, at + random.below(2), random.of(characters));
};

const cut: Mutation = (text, random) => {
  const at = random.below(text.length + 1);
  return random.next() < 0.5 ? text.slice(0, at) : text.slice(at);
};

/** As often as they stand here. */
const mutations: readonly Mutation[] = [
  likeToken,
  likeToken,
  likeToken,
  ownToken,
  ownToken,
  ownToken,
  onToken((_, random, corpus) => anyToken(random, corpus)),
  onToken(() => ""),
  onToken(({ text }, random, corpus) => `${text} ${anyToken(random, corpus)} `),
  swapTokens,
  range(0),
  range(2),
  graft,
  graft,
  piece,
  piece,
  character,
  character,
  cut,
];

/** The input of this number: the same for the same seed and the same programs. */
export function mutated(corpus: Corpus, random: Random): string {
  let text = random.of(corpus.texts);
  const changes = 1 + random.below(random.next() < 0.5 ? 1 : 5);
  for (let i = 0; i < changes; i++) text = random.of(mutations)(text, random, corpus);
  return text;
}
