/** Every template compiles alone, keeps the contract of templates/README.md, and takes only what its holes allow. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { targetFromIsa } from "../../../src/emit/target.ts";
import { instantiateTemplate, teamTemplates } from "../../../src/emit/template.ts";
import { hasCompiler } from "../../support/emitted.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const files = ["c", "rust"].flatMap((language) =>
  readdirSync(`templates/${language}`, { recursive: true, encoding: "utf8" })
    .filter((file) => path.extname(file) !== "")
    .map((file) => `${language}/${file}`),
);
const library = new Map(files.map((path) => [path, readFileSync(`templates/${path}`, "utf8")]));

// Not /dev/null: rustc moves its output into place, and who may do that takes the device away.
const output = path.join(scratchDirectory(), "output");

for (const [file, text] of library)
  if (file.includes("/parts/"))
    test(`${file} states its version, and some template has it`, () => {
      assert.match(text, /^(?: \*|\/\/) Version +\d/m);
      const name = path.basename(file);
      assert.ok([...library.values()].some((other) => other.includes(`parts/${name}"`)));
    });

for (const [template, text] of library) {
  if (template.includes("/parts/")) continue;
  const language = template.startsWith("c/") ? "c" : "rust";
  const file = `templates/${template}`;

  test(`${template} states its contract`, () => {
    for (const word of ["Version", "Parameters", "Requires", "Error", "Cancel", "Method"])
      assert.match(text, new RegExp(`^(?: \\*|//!) ${word} +\\S`, "m"), word);
    const name = template.replace(/^\w+\/|\.\w+$/g, "");
    assert.is(/^(?: \*|\/\/!) Team +\S/m.test(text), teamTemplates.has(name), "Team");
  });

  if (!hasCompiler(language)) test(`${template} compiles alone — skipped: no compiler`, () => undefined);
  else
    test(`${template} compiles alone`, () => {
      const command =
        language === "c"
          ? ["gcc", "-std=gnu11", "-c", "-Wall", "-Wextra", "-Werror", file, "-o", output]
          : [
              "rustc",
              "--edition=2021",
              "--crate-type=rlib",
              "--emit=metadata",
              "-D",
              "warnings",
              file,
              "-o",
              output,
            ];
      const [program = "", ...args] = command;
      execFileSync(program, args, { stdio: "pipe" });
    });
}

test("holes come from the statement, then the target; nothing else fits in", () => {
  const target = targetFromIsa("x86-64-v4");
  if (target === undefined) throw new Error("no such target");
  const fill = (holes: Readonly<Record<string, number | string>>): string =>
    instantiateTemplate({ template: "matmul_f64", name: "kleis_product", holes }, "c", target, library).text;
  assert.match(fill({}), "enum { kleis_product_lanes = 8 };");
  assert.match(fill({ lanes: 4 }), "enum { kleis_product_lanes = 4 };");
  assert.not.match(fill({}), "matmul_f64_");
  assert.throws(() => fill({ lanes: 99 }), /is not integer 1\.\.16/);
  assert.throws(() => fill({ lanes: "8 }; int x; enum { y = 1" }), /is not integer/);
  assert.throws(() => fill({ speed: 1 }), /has no hole speed/);
});

test.run();
