/** Milliseconds for a test whose work grows with a text. A slow machine is no failure; what takes longer hangs. */
export function timeLimit(characters: number): number {
  return 60_000 + characters / 4
}
