/**
 * Templates run by drivers in C (test/support/native): a driver includes the C template with its holes filled, or declares the same
 * function of a library made of the Rust one, and prints what is wrong.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CodegenOptions, compilerFlags, type Isa, targetFromIsa } from "../../src/emit/target.ts";
import { instantiateTemplate } from "../../src/emit/template.ts";
import { type Language, machineOptions, templateTexts } from "./emitted.ts";

export type Holes = Readonly<Record<string, number>>;

export interface TemplateTest {
  readonly template: string;
  /** The driver, in test/support/native. */
  readonly driver: string;
  /** The template's parameters in Rust: `a: *const f64, n: i64`. */
  readonly parameters: string;
  /** What the driver is told by -D. */
  readonly definitions: (holes: Holes) => readonly string[];
}

export class TemplateDriver {
  readonly #test: TemplateTest;
  readonly #directory: string;
  #count = 0;

  constructor(of: TemplateTest) {
    this.#test = of;
    this.#directory = mkdtempSync(`${tmpdir()}/kleis-${of.template}-`);
  }

  close(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** What the driver prints, which is nothing. */
  run(language: Language, isa: Isa, holes: Holes, flags: readonly string[] = []): string {
    const { template, driver, definitions } = this.#test;
    this.#count += 1;
    const options: CodegenOptions = {
      ...machineOptions(),
      target: targetFromIsa(isa) ?? machineOptions().target,
    };
    const base = path.join(this.#directory, `p${this.#count}`);
    const instance = { template, name: template, holes };
    const { text } = instantiateTemplate(instance, language, options.target, templateTexts(template));
    const include = `${base}.inc.c`;
    const libraries = language === "c" ? [] : [this.#rustLibrary(text, base, options)];
    writeFileSync(include, language === "c" ? text : `int ${template}();`);
    const own = compilerFlags(options, { language: "c", libraries: [] }).filter(
      (flag) => !["-shared", "-nostdlib", "-pipe"].includes(flag),
    );
    const told = definitions(holes).map((definition) => `-D${definition}`);
    const source = path.resolve("test/support/native", driver);
    const command = [...own, ...flags, `-DTEMPLATE="${include}"`, ...told, source, ...libraries];
    execFileSync("gcc", [...command, "-lm", "-o", base], { stdio: "pipe" });
    try {
      return execFileSync(base, { encoding: "utf8", stdio: "pipe" });
    } catch (problem) {
      const { stdout, stderr } = problem as { readonly stdout?: string; readonly stderr?: string };
      return `${stdout ?? problem}${stderr ?? ""}`;
    }
  }

  /** The Rust template as a library of the same function. */
  #rustLibrary(text: string, base: string, options: CodegenOptions): string {
    const { template, parameters } = this.#test;
    const names = parameters.split(", ").map((parameter) => parameter.split(":")[0]);
    const source = [
      "#![no_std]",
      "#[panic_handler] fn panicked(_: &core::panic::PanicInfo) -> ! { loop {} }",
      text.replace(
        `use ${template}_module::${template} as ${template}`,
        `use ${template}_module::${template} as inner`,
      ),
      `#[no_mangle] pub unsafe extern "C" fn ${template}(${parameters}) { inner(${names.join(", ")}) }`,
    ];
    writeFileSync(`${base}.rs`, source.join("\n"));
    const flags = compilerFlags(options, { language: "rust", libraries: [] });
    execFileSync("rustc", [...flags, "-D", "warnings", `${base}.rs`, "-o", `${base}.so`], { stdio: "pipe" });
    return `${base}.so`;
  }
}
