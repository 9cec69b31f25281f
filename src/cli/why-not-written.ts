/** Why a file could not be written, in words. */
import path from "node:path";

export function whyNotWritten(file: string, problem: unknown): string {
  const code = problem instanceof Error && "code" in problem ? problem.code : undefined;
  switch (code) {
    case "ENOENT":
      return `there is no folder ${path.dirname(file)}`;
    case "ENOTDIR":
      return `${path.dirname(file)} is no folder`;
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "it may not be written";
    case "ENOSPC":
      return "the disk is full";
    default:
      return problem instanceof Error ? problem.message : String(problem);
  }
}
