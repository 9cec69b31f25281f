/** Where kleis.toml may lie: the working directory and its parents. Apart from config.ts, since a warm start asks only this. */
import path from "node:path";

export const configName = "kleis.toml";

export function configPlaces(workingDirectory: string): readonly string[] {
  const all: string[] = [];
  for (let at = workingDirectory; ; at = path.dirname(at)) {
    all.push(path.join(at, configName));
    if (path.dirname(at) === at) return all;
  }
}
