/**
 * Stores, parts and coverage-final.json, damaged in every way: each ends in a report, or in lines that begin with [tstrace],
 * and never in a stack trace; in less than ten seconds and a gigabyte. TSTRACE_FUZZ_SEED and TSTRACE_FUZZ_TIMES make other ones.
 */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dice, seededDice } from '../conformance/dice.ts'
import { type Mutation, mutate } from './fuzz/mutate.ts'
import { type Originals, makeOriginals, partName } from './fuzz/originals.ts'
import { Reader, type Reading, memoryLimit, readAlone, timeLimit } from './fuzz/reading.ts'

const seed = Number(process.env['TSTRACE_FUZZ_SEED'] ?? 20_261_130)
const times = Number(process.env['TSTRACE_FUZZ_TIMES'] ?? 3000)
/** Of these, a process of its own for each. */
const alone = 6

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tstrace-fuzz-')))
let originals: Originals
let reader: Reader

beforeAll(() => {
  originals = makeOriginals(directory)
  reader = new Reader(directory)
})
afterAll(() => {
  reader.close()
  rmSync(directory, { recursive: true, force: true })
})

type Kind = 'store' | 'packed store' | 'part' | 'coverage'

interface Finding {
  kind: Kind
  mutation: Mutation
  number: number
  reading: Reading
}

/** How a file of this kind is read. The merge of a store reads it by other ways. */
function place(kind: Kind, mutant: Buffer): string[] {
  const paths = {
    store: 'mutant.jsonl',
    'packed store': 'mutant.jsonl.gz',
    part: join('run', partName),
    coverage: 'mutant.json',
  }
  writeFileSync(join(directory, paths[kind]), mutant)
  return ['--report', '-lTs', '-C', 'out', '-f', kind === 'part' ? 'run' : paths[kind]]
}

function makeMutant(kind: Kind, dice: Dice): { mutation: Mutation; mutant: Buffer } {
  if (kind === 'part' || kind === 'coverage') return mutate(originals[kind], dice)
  if (kind === 'store') return mutate(originals.store, dice)
  // Half of them are damaged as they are, half before they were packed.
  if (dice(2) === 0) return mutate(gzipSync(originals.store), dice)
  const { mutation, mutant } = mutate(originals.store, dice)
  return { mutation, mutant: gzipSync(mutant) }
}

/** Null, or what is wrong with how the mutant was read. */
function faultOf({ status, text, crash, milliseconds, memory }: Reading): string | null {
  if (crash !== null) return `a stack trace: ${crash}`
  if (milliseconds > timeLimit) return 'ten seconds and more'
  if (status === null) return 'its process died'
  if (memory > memoryLimit) return `${Math.round(memory / 2 ** 20)} MB`
  if (status !== 0 && !/^\[tstrace\] .* \([\w-]+\)\n$/.test(text))
    return `status ${status}, but not one message: ${text}`
  return status === 0 || status === 2 ? null : `status ${status}`
}

const kinds: readonly Kind[] = ['store', 'store', 'packed store', 'part', 'coverage']

const findings: Finding[] = []
const whole = new Map<Kind, string>()

beforeAll(async () => {
  for (const kind of new Set(kinds)) {
    const bytes = kind === 'packed store' ? gzipSync(originals.store) : originals[kind]
    const { status, text } = await reader.read(place(kind, bytes))
    expect({ kind, status, text }).toEqual({ kind, status: 0, text: expect.stringContaining('cart.mjs') })
    whole.set(kind, text)
  }
})

/** Right is what the whole file gives; what differs without a word is a wrong number that somebody believes. */
function silentOnes(wanted: Kind[]): string[] {
  return findings
    .filter(({ kind, mutation, reading: { status, text } }) => {
      if (!wanted.includes(kind) || !mutation.accident || status !== 0) return false
      return text !== whole.get(kind) && !text.includes('[tstrace]')
    })
    .map(({ kind, mutation, number }) => `mutant ${number}, ${kind}: ${mutation.name}`)
}

describe(`of ${times} mutants (seed ${seed})`, () => {
  test('each is reported or refused', { timeout: 300_000 }, async () => {
    for (let number = 0; number < times; number++) {
      const dice = seededDice(seed + number * 7919)
      const kind = kinds[dice(kinds.length)]!
      const { mutation, mutant } = makeMutant(kind, dice)
      const args = place(kind, mutant)
      const merged = kind.endsWith('store') && dice(8) === 0 ? ['merge', '-o', 'sum.jsonl', args.at(-1)!] : args
      const reading = number < alone ? await readAlone(args, directory) : await reader.read(merged)
      if (merged === args) findings.push({ kind, mutation, number, reading })
      const fault = faultOf(reading)
      expect.soft(fault, `mutant ${number}, ${kind}: ${mutation.name}`).toBe(null)
    }
  })

  test('no accident to a store changes a number in silence', () => {
    expect(silentOnes(['store', 'packed store'])).toEqual([])
  })

  test('no accident to a part changes a number in silence', () => {
    expect(silentOnes(['part'])).toEqual([])
  })
})

describe('a bomb', () => {
  let bombs = 0
  const header = '{"tstrace":"store","version":1}\n'
  const start = '{"path":"shop.mjs","hash":"c0ffee","plan":"t2","counts":[0'

  async function read(bytes: Buffer): Promise<string | null> {
    const name = `bomb-${bombs++}.jsonl.gz`
    writeFileSync(join(directory, name), bytes)
    return faultOf(await readAlone(['--report', '-l', '-C', 'out', '-f', name], directory))
  }

  test.concurrent.for([
    ['of small records', (): string => header + `${start}]}\n`.repeat(200_000)],
    ['of empty lines', (): string => header + '\n'.repeat(20_000_000)],
  ] as const)('%s is refused', async ([, text]) => {
    expect(await read(gzipSync(text(), { level: 1 }))).toBe(null)
  })

  test.concurrent.for([
    ['of one open bracket', (): string => header + '['.repeat(50_000_000)],
    ['of one long list', (): string => `${header}${start}${',0'.repeat(100_000_000)}]}\n`],
    ['of many empty lists', (): string => `${header}{"pairs":[[]${',[]'.repeat(20_000_000)}]}\n`],
  ] as const)('%s is refused', { timeout: 60_000 }, async ([, text]) => {
    expect(await read(gzipSync(text(), { level: 1 }))).toBe(null)
  })
})

/** Of a file with one statement. */
function coverageOf(path: string): Buffer {
  const range = { start: { line: 1, column: 0 }, end: { line: 1, column: 1 } }
  const file = { path, statementMap: { 0: range }, s: { 0: 1 }, fnMap: {}, f: {}, branchMap: {}, b: {} }
  return Buffer.from(JSON.stringify({ [path]: file }))
}

describe('coverage-final.json', () => {
  // A device below /proc says that it is a file, and may wait for ever.
  test('that names a device is read to its end', async () => {
    const reading = await readAlone(place('coverage', coverageOf('/proc/kmsg')), directory)
    expect(faultOf(reading)).toBe(null)
  })

  test('that names a file outside of the root publishes nothing of it', async () => {
    const secret = join(tmpdir(), `tstrace-fuzz-secret-${process.pid}`)
    writeFileSync(secret, 'secret words\n')
    const args = ['--report', '-c', '-C', 'published', '-f', 'mutant.json']
    writeFileSync(join(directory, 'mutant.json'), coverageOf(secret))
    await readAlone(args, directory)
    rmSync(secret)
    const listings = await import('node:fs/promises').then(({ readdir }) =>
      readdir(join(directory, 'published'), { recursive: true }).catch(() => []),
    )
    expect(listings.filter((name) => name.includes('secret'))).toEqual([])
  })
})
