/**
 * A rough division of a text into tokens, made only when the parser has stopped: error messages and recovery
 * ask what was found, which brackets are open and where lines begin. It accepts any text.
 */

export type TokenKind = "word" | "number" | "string" | "symbol" | "open" | "close" | "comment";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Only white space precedes it on its line. */
  readonly first: boolean;
  /** A string or a block comment that runs to the end of the text. */
  readonly unclosed: boolean;
}

export interface Scan {
  readonly tokens: readonly Token[];
  /** Brackets that are never closed, outermost first. */
  readonly open: readonly Token[];
  /** The opening bracket of each closing one that has one, by the closing one's offset. */
  readonly partner: ReadonlyMap<number, Token>;
  /** Whether an offset lies between `(` and `)` or `[` and `]`. */
  isInParentheses(offset: number): boolean;
}

/** Its classes of characters take half a millisecond: made when a text is scanned, which few are. */
const tokenPattern = (): RegExp =>
  new RegExp(
    [
      String.raw`(?<space>\s+)`,
      String.raw`(?<comment>//[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
      String.raw`(?<string>"(?:[^"\\]|\\[\s\S])*(?:"|\\?$))`,
      String.raw`(?<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)`,
      String.raw`(?<word>(?![ᵀλΣΠ])[\p{L}_](?:(?!ᵀ)[\p{L}\p{N}_])*)`,
      "(?<open>[([{])",
      String.raw`(?<close>[)\]}])`,
      String.raw`(?<symbol><=>|=>|->|<=|>=|==|!=|&&|\|\||\*\*|[\s\S])`,
    ].join("|"),
    "uy",
  );

const closerOf: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

export function scan(text: string): Scan {
  const tokens = tokenise(text);
  const { open, partner } = match(tokens);
  return {
    tokens,
    open,
    partner,
    isInParentheses: (offset) =>
      tokens.some((t) => {
        const opener = t.kind === "close" && t.start >= offset ? partner.get(t.start) : undefined;
        return opener !== undefined && opener.start < offset && opener.text !== "{";
      }),
  };
}

function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = tokenPattern();
  let first = true;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [whole] = found;
    const kind = tokenKind(found.groups ?? {});
    if (kind === undefined) {
      if (whole.includes("\n")) first = true;
      continue;
    }
    const start = found.index;
    tokens.push({
      kind,
      text: whole,
      start,
      end: start + whole.length,
      first,
      unclosed: isUnclosed(kind, whole),
    });
    if (kind !== "comment" || whole.includes("\n")) first = kind === "comment";
  }
  return tokens;
}

function tokenKind(groups: Readonly<Record<string, string | undefined>>): TokenKind | undefined {
  const kinds: readonly TokenKind[] = ["comment", "string", "number", "word", "open", "close", "symbol"];
  return kinds.find((kind) => groups[kind] !== undefined);
}

function isUnclosed(kind: TokenKind, text: string): boolean {
  if (kind === "string") return text.length < 2 || !/[^\\](?:\\\\)*"$/.test(text);
  return kind === "comment" && text.startsWith("/*") && !(text.length >= 4 && text.endsWith("*/"));
}

/** Pairs brackets; a closing one that does not fit closes the nearest opening one that does. */
function match(tokens: readonly Token[]): { open: readonly Token[]; partner: ReadonlyMap<number, Token> } {
  const waiting: Token[] = [];
  const lost: Token[] = [];
  const partner = new Map<number, Token>();
  for (const token of tokens) {
    if (token.kind === "open") waiting.push(token);
    if (token.kind !== "close") continue;
    const at = waiting.findLastIndex((o) => closerOf[o.text] === token.text);
    const opener = waiting[at];
    if (opener === undefined) continue;
    partner.set(token.start, opener);
    lost.push(...waiting.splice(at).slice(1));
  }
  return { open: [...waiting, ...lost].sort((a, b) => a.start - b.start), partner };
}
