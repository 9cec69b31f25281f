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
  /** Who read the output has gone: what a shell reports of a program that SIGPIPE has ended. */
  readerGone: 141,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
