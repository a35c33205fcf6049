type Key = string | number

/** A sorted copy: the first key that differs decides, text by code units (never by locale, so the same everywhere). */
export function sortBy<T>(items: readonly T[], keysOf: (item: T) => readonly Key[]): T[] {
  return items
    .map((item) => ({ item, keys: keysOf(item) }))
    .sort((a, b) => compareKeys(a.keys, b.keys))
    .map(({ item }) => item)
}

function compareKeys(a: readonly Key[], b: readonly Key[]): number {
  const first = a.findIndex((key, index) => key !== b[index])
  const [left, right] = [a[first], b[first]]
  if (left === undefined || right === undefined) return 0
  return left < right ? -1 : 1
}
