/** How often something was: by what it is. */
export type Tally = Record<string, number>

export function count(tally: Tally, what: string, times: number = 1): void {
  if (times > 0) tally[what] = (tally[what] ?? 0) + times
}

/** `caller -> callee x3`, sorted; once goes without saying. */
export function tallyLines(tally: Tally): string[] {
  return Object.entries(tally)
    .map(([what, times]) => (times === 1 ? what : `${what} x${times}`))
    .sort()
}
