/** How many threads can be asked for. */
export const mostThreads = 256;

export function isThreadCount(text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) <= mostThreads;
}
