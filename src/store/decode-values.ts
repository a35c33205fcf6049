/** Checked steps from `unknown` to plain values. `at` is the path of the field, for the message. */

/** What is wrong with data from outside: `counts[3] is -1, not a whole number from 0 to 2^53-1`. */
export class DecodeError extends Error {
  constructor(at: string, value: unknown, wanted: string) {
    super(`${at} is ${show(value)}, not ${wanted}`)
    this.name = 'DecodeError'
  }
}

/** A field of its own: what an object inherits (`constructor`, `__proto__`) is no data. */
export function field(object: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(object, name)?.value
}

export function toObject(value: unknown, at: string): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new DecodeError(at, value, 'an object')
}

export function toArray(value: unknown, at: string): unknown[] {
  if (Array.isArray(value)) return value
  throw new DecodeError(at, value, 'an array')
}

/** An array of exactly (or, with `most`, at least) `least` items. */
export function toTuple(value: unknown, at: string, least: number, most: number = least): unknown[] {
  const items = toArray(value, at)
  if (items.length >= least && items.length <= most) return items
  throw new DecodeError(at, value, `an array of ${least === most ? least : `${least} to ${most}`}`)
}

export function toText(value: unknown, at: string): string {
  if (typeof value === 'string') return value
  throw new DecodeError(at, value, 'a string')
}

export function toOneOf<T extends string>(value: unknown, at: string, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value)
  if (found !== undefined) return found
  throw new DecodeError(at, value, `one of ${allowed.join(', ')}`)
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

export function toCount(value: unknown, at: string): number {
  if (isCount(value)) return value
  throw new DecodeError(at, value, 'a whole number from 0 to 2^53-1')
}

/** An index into something of `length` items. */
export function toIndex(value: unknown, at: string, length: number): number {
  if (isCount(value) && value < length) return value
  throw new DecodeError(at, value, `an index below ${length}`)
}

function show(value: unknown): string {
  const text = toJson(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    // It was parsed, but is too deep to be written: a parser needs no stack for it.
    return Array.isArray(value) ? 'an array too deep to show' : 'an object too deep to show'
  }
}
