/**
 * Documents as Typst compiles them: diagrams, tables and equations that programs write are valid Typst, to the last sign. The
 * compiler is large (51 MB) and no dependency: `npm install --no-save @myriaddreamin/typst-ts-node-compiler@0.7.0` brings it, and
 * without it these tests are skipped. Lilaq, which draws the diagrams, is a package of the network: a stand-in with the names that
 * it exports takes its place, so that a call of anything else is an error.
 */
// values by Typst: export_typst export_typst_fragment table_typst_raw typst_raw render_to_typst
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test as uvuTest } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../src/interpret/format.ts";
import { root } from "./support/program-file.ts";
import { scratchDirectory } from "./support/scratch.ts";
import { runProgram } from "./support/session.ts";

/** The part of the compiler's interface that is used. */
interface Typst {
  readonly NodeCompiler: {
    create(settings: { readonly workspace: string }): {
      svg(document: { readonly mainFileContent: string }): string;
    };
  };
}

/** What Lilaq 0.6 exports, as far as diagrams use it. */
const drawing =
  "plot scatter bar hbar stem hstem fill-between boxplot hboxplot colormesh contour quiver place path rect xaxis yaxis";

const name = "@myriaddreamin/typst-ts-node-compiler";
const typst = (await import(name).catch(() => undefined)) as Typst | undefined;
const test = typst === undefined ? uvuTest.skip : uvuTest;

type Compiler = ReturnType<Typst["NodeCompiler"]["create"]>;

let compiler: Compiler | undefined;

/** One for all documents: it finds packages where the environment says when it is made. */
function theCompiler({ NodeCompiler }: Typst): Compiler {
  const workspace = scratchDirectory();
  const lilaq = path.join(workspace, "typst/packages/preview/lilaq/0.6.0");
  mkdirSync(lilaq, { recursive: true });
  const description = '[package]\nname = "lilaq"\nversion = "0.6.0"\nentrypoint = "lib.typ"\n';
  writeFileSync(path.join(lilaq, "typst.toml"), description);
  const diagram =
    "#let diagram(width: 6cm, height: 4cm, ..all) = block(width: width, height: height)[diagram]";
  const elements = drawing.split(" ").map((name) => `#let ${name}(..all) = (${JSON.stringify(name)}, all)`);
  writeFileSync(path.join(lilaq, "lib.typ"), `${[diagram, ...elements].join("\n")}\n`);
  process.env["XDG_DATA_HOME"] = workspace;
  return NodeCompiler.create({ workspace });
}

/** The picture of a document; throws where it has none. */
function compiled(document: string): string {
  if (typst === undefined) return "";
  compiler ??= theCompiler(typst);
  return compiler.svg({ mainFileContent: document });
}

/** What a program's expressions come to, as documents hold them. */
async function texts(program: string): Promise<readonly string[]> {
  const run = await runProgram("document.kleis", program, { backend: "interp" });
  assert.equal(run.said, []);
  return run.values.map(({ value }) => (typeof value === "string" ? value : formatValue(value)));
}

/** What export_typst gives for a diagram of all elements: test/unit/plots/typst.test.ts compares it. */
test("every element of a diagram", () => {
  const svg = compiled(readFileSync(path.join(root, "test/golden/diagram.typ"), "utf8"));
  assert.match(svg, /^<svg/);
});

test("what Lilaq does not export is refused, and so is what Typst does not know", () => {
  for (const wrong of [
    '#import "@preview/lilaq:0.6.0" as lq\n#lq.plott((1,), (2,))',
    "$ unknown_name $",
    "#table(",
  ])
    assert.throws(() => compiled(wrong), undefined, wrong);
});

test("a report: a table, equations and a figure", async () => {
  const [table = "", figure = "", ...equations] = await texts(`
    table_typst_raw(["n", "a * b #1", "value"], [[1, "x_1 & $ 5", 2.5], [2, "[b]", typst_raw("$x^2$")]])
    export_typst_fragment(plot([1, 2], [3, 4], label = "50 % of #1 [a] $x_1$"), title = "It is @home * or _not_")
    render_to_typst(a * x^2 + (b + c) / 2 - sqrt(x / y))
    render_to_typst(alpha * sin(omega * t) ^ 2 * exp(-(t / tau)))
    render_to_typst(x_1 = y_2 ∧ x < y ∨ ¬(p ≤ q))
    render_to_typst([a, b + 1, 2 / 3])
    render_to_typst(Matrix(2, 2, [a, b, c, d]) * x)
    render_to_typst(abs(a - (b - c)) / (d / f))
    render_to_typst(energy * mass_of_body)
  `);
  const document = `#import "@preview/lilaq:0.6.0" as lq
#set page(width: 12cm, height: auto)
= Report
#figure(${table.replace(/^#/, "")}, caption: [Values])
#figure(${figure.replace(/^#/, "")}, caption: [A picture])
${equations.map((equation) => `$ ${equation} $`).join("\n")}
`;
  assert.match(compiled(document), /^<svg/, document);
});

uvuTest.run();
