/**
 * The shipped library: every file checks without a word, every example block holds, every definition is documented and
 * shown at work, no name is taken twice, and any file (or all of them) can be imported from anywhere.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { renderPlain } from "../src/base/render-diagnostic.ts";
import { createPrimitiveTable } from "../src/primitives/table.ts";
import { runExample } from "../src/session/examples.ts";
import { type LoadedProgram, ProgramLoader } from "../src/session/load-program.ts";
import { Session } from "../src/session.ts";
import type { Define, Example } from "../src/syntax/ast.ts";
import { nodeHost } from "../src/toolchain/node-host.ts";
import { root } from "./support/program-file.ts";
import { scratchDirectory } from "./support/scratch.ts";
import { sessionOptions } from "./support/session.ts";

const library = path.join(root, "stdlib");
const files = readdirSync(library)
  .filter((name) => name.endsWith(".kleis"))
  .sort();

/** What describes the language rather than adds to it: constants, structures of algebra, core types. */
const describing: ReadonlySet<string> = new Set(["prelude.kleis", "types.kleis"]);

function loadFile(name: string): LoadedProgram {
  const loader = new ProgramLoader({ host: nodeHost(), workingDirectory: library, library });
  loader.file(name);
  return loader.result();
}

const loaded = new Map(files.map((name) => [name, loadFile(name)]));

function loadedFile(name: string): LoadedProgram {
  const program = loaded.get(name);
  assert.ok(program);
  return program as LoadedProgram;
}

function said(program: LoadedProgram): readonly string[] {
  return [...program.problems, ...Session.check(program)].map((d) => renderPlain(d, program.sources));
}

function ownItems(name: string): {
  readonly defines: readonly Define[];
  readonly examples: readonly Example[];
} {
  const own = loadedFile(name).programs.find((p) => p.file === name)?.items ?? [];
  return {
    defines: own.filter((item) => item.kind === "define"),
    examples: own.filter((item) => item.kind === "example"),
  };
}

for (const name of files) {
  // covers: L12.3
  test(`${name} checks without a word, and its examples hold`, async () => {
    const program = loadedFile(name);
    assert.equal(said(program), []);
    const session = Session.open(sessionOptions({ backend: "interp", symbolic: true }));
    try {
      assert.ok(session.load(program, true));
      for (const example of ownItems(name).examples) {
        const { status, message } = await runExample(session, example);
        assert.is(status, "passed", `${name}, ${example.name}: ${message}`);
      }
    } finally {
      session.close();
    }
  });

  test(`${name}: every definition is documented and shown in an example`, () => {
    const text = loadedFile(name).sources.get(name) ?? "";
    const { defines, examples } = ownItems(name);
    const shown = examples.map(({ span }) => text.slice(span.start, span.end)).join("\n");
    for (const define of defines) {
      assert.ok(define.doc, `${define.name} has no comment`);
      if (!describing.has(name))
        assert.ok(
          new RegExp(`(?<![\\p{L}_])${escaped(define.name)}(?![\\p{L}\\p{N}_])`, "u").test(shown),
          `${define.name} has no example`,
        );
    }
  });
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

test("no name is defined twice, and no definition takes the place of a built-in", () => {
  const table = createPrimitiveTable();
  const owners = new Map<string, string>();
  for (const name of files) {
    for (const define of ownItems(name).defines) {
      const owner = owners.get(define.name);
      assert.is(owner, undefined, `${define.name} is defined in ${owner} and in ${name}`);
      owners.set(define.name, name);
      assert.is.not(
        table.get(define.name)?.yields,
        true,
        `${name}: ${define.name} would replace the built-in`,
      );
    }
  }
});

/** A program somewhere else, with `KLEIS_ROOT` as given. */
function importing(names: readonly string[], kleisRoot: string | undefined): LoadedProgram {
  const host = nodeHost(kleisRoot === undefined ? {} : { KLEIS_ROOT: kleisRoot });
  const loader = new ProgramLoader({ host, workingDirectory: scratchDirectory(), library });
  const text = names.map((name) => `import "stdlib/${name}"\n`).join("");
  loader.text({ name: "program.kleis", text });
  return loader.result();
}

for (const [where, kleisRoot] of [
  ["without KLEIS_ROOT", undefined],
  ["with a KLEIS_ROOT that has no library", scratchDirectory()],
  ["with KLEIS_ROOT", root],
] as const) {
  test(`every file can be imported by its path ${where}`, () => {
    for (const name of files) {
      const program = importing([name], kleisRoot);
      assert.equal(program.problems, [], name);
      assert.ok(program.programs.some((p) => p.file.endsWith(`stdlib/${name}`)));
    }
    assert.equal(said(importing(files, kleisRoot)), []);
  });
}

test("a library at KLEIS_ROOT comes before the shipped one, file by file", () => {
  const own = scratchDirectory();
  mkdirSync(path.join(own, "stdlib"));
  writeFileSync(path.join(own, "stdlib", "matrices.kleis"), "define own = 1\n");
  const program = importing(["matrices.kleis", "elimination.kleis"], own);
  assert.equal(said(program), []);
  const places = program.programs.map((p) => p.file).filter((file) => file.endsWith("matrices.kleis"));
  assert.equal(places, [path.join(own, "stdlib/matrices.kleis"), "stdlib/matrices.kleis"]);
});

test("what a library gets wrong is told where something reaches it", () => {
  const own = scratchDirectory();
  mkdirSync(path.join(own, "stdlib"));
  writeFileSync(
    path.join(own, "stdlib", "mixed.kleis"),
    'define right(x) = x + 1\ndefine wrong(x) = wronger(x)\ndefine wronger(x) = charAt(1, true)\nexample "no" { assert(charAt(1, 2) = 3) }\n',
  );
  const host = nodeHost({ KLEIS_ROOT: own });
  const importingMixed = (expression: string): readonly string[] => {
    const loader = new ProgramLoader({ host, workingDirectory: scratchDirectory(), library });
    loader.text({ name: "program.kleis", text: `import "stdlib/mixed.kleis"\n${expression}\n` });
    return said(loader.result());
  };
  assert.equal(importingMixed("right(1)"), []);
  const [problem = "", ...others] = importingMixed("wrong(1)");
  assert.equal(others, []);
  assert.match(problem, "error[KL0303]");
  assert.match(problem, "mixed.kleis:3:");
});

test.run();
