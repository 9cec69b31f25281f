/** What the pages of the reference are made of. */

export const note = "Written by `node --import tsx scripts/build-reference.ts`.";

/** Prose of comments and rows, with what Markdown would read as markup escaped outside of backticks. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith("`") ? part : part.replace(/[*<[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&"),
    )
    .join("");
}

/** As `prose`, for a cell of a table. */
export function cell(text: string): string {
  return prose(text).replaceAll("|", "\\|");
}

export function code(text: string): string {
  return `\`${text}\``;
}

export function fence(text: string): string {
  return `\`\`\`kleis\n${text}\n\`\`\``;
}

export function slug(title: string): string {
  return title.toLowerCase().replaceAll(" ", "-");
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Parts of a page, an empty line between any two. */
export function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
