/** Exit codes that scripts rely on (design §5). */
export const exitCode = {
  ok: 0,
  /** The program's own error; its diagnostic is on standard error. */
  program: 1,
  usage: 2,
  /** A bug of ours. */
  bug: 3,
  timeout: 124,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
