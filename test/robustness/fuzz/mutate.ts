/** What may become of a file of lines of JSON, on a bad disk or by a bad hand. */
import type { Dice } from '../../conformance/dice.ts'

export interface Mutation {
  name: string
  /** By accident: a checksum finds it. What is changed by hand may be written with a new one. */
  accident: boolean
  apply: (bytes: Buffer, dice: Dice) => Buffer
}

const hostileValues: readonly unknown[] = [
  null,
  true,
  '',
  'x',
  '__proto__',
  '../../etc/passwd',
  '/etc/passwd',
  'a\nb\u0000\u001b[31m\u202e',
  0,
  -1,
  1.5,
  1e21,
  2 ** 53,
  2 ** 53 - 1,
  [],
  {},
  [[[[]]]],
  [1, 2, 3],
  { length: 4_294_967_295 },
  '[1e999]',
]

export const mutations: readonly Mutation[] = [
  accident('a bit flips', (bytes, dice) => changeByte(bytes, dice, (byte) => byte ^ (1 << dice(8)))),
  accident('a byte changes', (bytes, dice) => changeByte(bytes, dice, () => dice(256))),
  accident('a digit changes', (bytes, dice) => changeDigit(bytes, dice)),
  accident('a byte is lost', (bytes, dice) => {
    const at = dice(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
  }),
  accident('the end is cut off', (bytes, dice) => bytes.subarray(0, dice(bytes.length))),
  accident('the beginning is cut off', (bytes, dice) => bytes.subarray(1 + dice(bytes.length))),
  accident('a block is zeroed', (bytes, dice) => {
    const copy = Buffer.from(bytes)
    const at = dice(bytes.length)
    return copy.fill(0, at, Math.min(copy.length, at + 1 + dice(64)))
  }),
  accident('a line is lost', (bytes, dice) => changeLines(bytes, (lines) => void lines.splice(dice(lines.length), 1))),
  accident('a line comes twice', (bytes, dice) =>
    changeLines(bytes, (lines) => {
      const at = dice(lines.length)
      lines.splice(at, 0, lines[at]!)
    }),
  ),
  accident('two lines change places', (bytes, dice) =>
    changeLines(bytes, (lines) => {
      const [some, other] = [dice(lines.length), dice(lines.length)]
      ;[lines[some], lines[other]] = [lines[other]!, lines[some]!]
    }),
  ),
  byHand('a value is another', (bytes, dice) => changeValue(bytes, dice, () => pick(hostileValues, dice))),
  byHand('a field is gone', (bytes, dice) => changeValue(bytes, dice, () => undefined)),
  byHand('a value is nested', (bytes, dice) => changeValue(bytes, dice, (value) => ({ value: [value] }))),
  byHand('a number is huge', (bytes, dice) =>
    replaceNumber(bytes, dice, pick(['9'.repeat(400), '1e308', '9007199254740992', '-0'], dice)),
  ),
  byHand('an object has a __proto__', (bytes, dice) =>
    changeLine(bytes, dice, (line) => line.replace('{', '{"__proto__":{"counts":[1],"end":true,"path":"x"},')),
  ),
  byHand('a line is nested deep', (bytes, dice) => {
    const depth = 1000 * (1 + dice(200))
    return changeLine(bytes, dice, () => '['.repeat(depth) + ']'.repeat(dice(2) * depth))
  }),
  byHand('a list is long', (bytes, dice) =>
    changeLine(bytes, dice, (line) => line.replace(/\[(?=[\d\]])/, `[${'0,'.repeat(1000 * (1 + dice(300)))}`)),
  ),
  byHand('a line is of another kind', (bytes, dice) =>
    changeLine(bytes, dice, () =>
      pick(
        ['{}', '[]', 'null', '{"end":true}', '{"tstrace":"store","version":2}', '{"tstrace":"part"}', '\ufeff', ''],
        dice,
      ),
    ),
  ),
]

export function mutate(bytes: Buffer, dice: Dice): { mutation: Mutation; mutant: Buffer } {
  const mutation = pick(mutations, dice)
  return { mutation, mutant: mutation.apply(bytes, dice) }
}

function accident(name: string, apply: Mutation['apply']): Mutation {
  return { name, accident: true, apply }
}

function byHand(name: string, apply: Mutation['apply']): Mutation {
  return { name, accident: false, apply }
}

function pick<T>(items: readonly T[], dice: Dice): T {
  return items[dice(items.length)]!
}

function changeByte(bytes: Buffer, dice: Dice, change: (byte: number) => number): Buffer {
  const copy = Buffer.from(bytes)
  const at = dice(bytes.length)
  copy[at] = change(copy[at]!)
  return copy
}

function changeDigit(bytes: Buffer, dice: Dice): Buffer {
  const places = [...bytes.keys()].filter((at) => isDigit(bytes[at]!))
  if (places.length === 0) return changeByte(bytes, dice, () => dice(256))
  const copy = Buffer.from(bytes)
  const at = pick(places, dice)
  copy[at] = zero + ((copy[at]! - zero + 1 + dice(9)) % 10)
  return copy
}

const zero = 0x30

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= zero + 9
}

function changeLines(bytes: Buffer, change: (lines: string[]) => void): Buffer {
  const lines = bytes.toString('latin1').split('\n').slice(0, -1)
  change(lines)
  return Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1')
}

function changeLine(bytes: Buffer, dice: Dice, change: (line: string) => string): Buffer {
  return changeLines(bytes, (lines) => {
    const at = dice(lines.length)
    lines[at] = change(lines[at] ?? '')
  })
}

function replaceNumber(bytes: Buffer, dice: Dice, number: string): Buffer {
  const text = bytes.toString('latin1')
  const numbers = [...text.matchAll(/(?<=[[,:])\d+/g)]
  if (numbers.length === 0) return bytes
  const { index, 0: found } = pick(numbers, dice)
  return Buffer.from(text.slice(0, index) + number + text.slice(index + found.length), 'latin1')
}

/** Somewhere in the JSON of a line. */
function changeValue(bytes: Buffer, dice: Dice, change: (value: unknown) => unknown): Buffer {
  return changeLine(bytes, dice, (line) => {
    const data: unknown = parse(line)
    const holders = holdersIn(data)
    if (holders.length === 0) return line
    const holder = pick(holders, dice)
    const key = pick(Object.keys(holder), dice)
    holder[key] = change(holder[key])
    return JSON.stringify(data)
  })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

type Holder = Record<string, unknown>

/** Every object and list with something in it. */
function holdersIn(value: unknown): Holder[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(holdersIn)
  return Object.keys(value).length > 0 ? [value as Holder, ...inner] : inner
}
