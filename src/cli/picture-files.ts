/**
 * Pictures of a run as files: named after the program, `lorenz.svg`, `lorenz-2.svg`, … or as the diagram's `file` says. Where they
 * lie is printed. Instead of a folder, `-` writes the text `PLOT_SVG:` and the SVG among the program's output.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { error } from "../base/diagnostic.ts";
import { ProgramError } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { Figure } from "../plots/figure.ts";
import { drawPicture, type PictureFormat, type Pictures } from "../session/pictures.ts";
import type { PlotOptions } from "./invocation.ts";

interface Taken {
  readonly figure: Figure;
  readonly place: Span;
  readonly name: string;
}

export interface PictureFilesSettings extends PlotOptions {
  readonly workingDirectory: string;
  /** Of the program, as it was named. */
  readonly program: string | undefined;
  /** Tells where a picture lies. */
  readonly out: (line: string) => void;
}

export class PictureFiles implements Pictures {
  readonly #settings: PictureFilesSettings;
  #waiting: Taken[] = [];
  #unnamed = 0;
  /** Files of this run: they may be written again. */
  readonly #written = new Set<string>();

  constructor(settings: PictureFilesSettings) {
    this.#settings = settings;
  }

  readonly take = (figure: Figure, place: Span): void => {
    this.#waiting.push({ figure, place, name: this.#nameOf(figure) });
  };

  readonly settle = async (): Promise<number> => {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const taken of waiting) await this.#draw(taken);
    return waiting.length;
  };

  #nameOf({ options }: Figure): string {
    const { format, program } = this.#settings;
    if (options.file !== undefined)
      return /\.(svg|png)$/i.test(options.file) ? options.file : `${options.file}.${format}`;
    this.#unnamed += 1;
    const base = program === undefined ? "plot" : path.basename(program).replace(/\.kleis$/, "");
    return `${base}${this.#unnamed === 1 ? "" : `-${this.#unnamed}`}.${format}`;
  }

  async #draw({ figure, place, name }: Taken): Promise<void> {
    const { directory, workingDirectory, out } = this.#settings;
    if (directory === "-") return out(`PLOT_SVG:${await drawPicture(figure, "svg", place)}`);
    const format: PictureFormat = /\.png$/i.test(name) ? "png" : "svg";
    const shown = path.join(directory, name);
    const file = path.resolve(workingDirectory, shown);
    if (!this.#mayWrite(file, figure)) throw foreign(shown, place);
    const picture = await drawPicture(figure, format, place);
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, picture);
    } catch (problem) {
      throw unwritable(shown, place, problem);
    }
    this.#written.add(file);
    out(`Plot: ${shown}`);
  }

  /** Nobody asked for a picture in this place: what is not ours stays as it is. */
  #mayWrite(file: string, { options }: Figure): boolean {
    if (this.#settings.asked || options.file !== undefined || this.#written.has(file)) return true;
    try {
      return readFileSync(file, "utf8").slice(0, 1000).includes("<!-- drawn by Kleis -->");
    } catch (problem) {
      return problem instanceof Error && "code" in problem && problem.code === "ENOENT";
    }
  }
}

function foreign(file: string, place: Span): ProgramError {
  return new ProgramError(
    error("KL0702", `${file} is there already, and is no picture of kleis: it was not overwritten`, place, {
      hint: '--plots DIR chooses a folder, the option file = "name.svg" another name',
    }),
  );
}

function unwritable(file: string, place: Span, problem: unknown): ProgramError {
  const reason = problem instanceof Error ? problem.message : String(problem);
  return new ProgramError(
    error("KL0702", `${file} cannot be written`, place, {
      notes: [reason],
      hint: "--plots DIR chooses another folder",
    }),
  );
}
