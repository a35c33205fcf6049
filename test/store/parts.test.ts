import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, vi } from 'vitest'
import type { FileCounts } from '../../src/model/counts.ts'
import { CountsTable } from '../../src/store/counts-table.ts'
import { createRunDirectory, removeRunDirectory, writePart } from '../../src/store/parts.ts'
import { readParts, type PartsSummary } from '../../src/store/read-parts.ts'
import { updateStore } from '../../src/store/store.ts'
import { records } from './arbitraries.ts'
import { deadWriter } from './dead-writer.ts'
import { test } from './directory.ts'
import { cart, price } from './shop-records.ts'

const cartTest = { run: 'run 1', testFile: 'test/cart.test.ts', worker: 41 }
const priceTest = { run: 'run 1', testFile: 'test/price.test.ts', worker: 42 }

async function read(directory: string): Promise<PartsSummary & { files: FileCounts[] }> {
  const files: FileCounts[] = []
  const summary = await readParts(directory, 'run 1', (file) => files.push(file))
  return { ...summary, files }
}

/** The one warning there is. */
function warningOf({ warnings }: PartsSummary): string {
  expect(warnings).toHaveLength(1)
  expect(warnings[0]!.slug).toBe('bad-part')
  return warnings[0]!.message
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1)
}

/** As older versions wrote it. */
function withoutChecksum(line: string): string {
  return line.replace(/,(?:"lines":\d+,)?"check":"[0-9a-f]{8}"/, '')
}

describe('the parts of a run', () => {
  test('give back what was written, and name the test files that reported', async ({ directory }) => {
    writePart(directory, cartTest, [cart(), price()])
    writePart(directory, priceTest, [price()])
    writePart(directory, { run: 'run 1', testFile: null }, [])
    const { files, testFiles, warnings } = await read(directory)
    expect(files).toHaveLength(3)
    expect(files).toEqual(expect.arrayContaining([cart(), price(), price()]))
    expect(testFiles).toEqual(['test/cart.test.ts', 'test/price.test.ts'])
    expect(warnings).toEqual([])
  })

  test('look as documented', ({ directory }) => {
    const name = writePart(directory, cartTest, [price({ pairs: [] })])
    const text = readFileSync(join(directory, name), 'utf8').replace(/"id":"[0-9a-f]{16}",/, '')
    // The id is new each time.
    expect(text.replace(/(?<=41,"check":")[0-9a-f]{8}/, '________')).toBe(
      '{"tstrace":"part","version":1,"run":"run 1","testFile":"test/cart.test.ts","worker":41,"check":"________"}\n' +
        '{"path":"src/price.ts","hash":"beef","plan":"tstrace 1","counts":[1,6],"callers":[],"pairs":[],"check":"f65fb350"}\n' +
        '{"end":true,"lines":3,"check":"5b450c93"}\n',
    )
  })

  test('are apart, whatever a test has made of the clock', async ({ directory }) => {
    const clock = vi.spyOn(process, 'hrtime').mockReturnValue([1, 2])
    const names = [1, 2, 3].map(() => writePart(directory, cartTest, [cart()]))
    clock.mockRestore()
    expect(new Set(names).size).toBe(3)
    expect((await read(directory)).files).toEqual([cart(), cart(), cart()])
  })

  test('tell, once, which files could not be traced', async ({ directory }) => {
    const flow = { slug: 'parse-error' as const, message: 'Cannot parse "src/flow.js".', uncounted: 'src/flow.js' }
    writePart(directory, { ...cartTest, warnings: [flow] }, [cart()])
    writePart(directory, { ...priceTest, warnings: [flow] }, [price()])
    expect((await read(directory)).warnings).toEqual([flow])
  })

  test('may have names of any kind', async ({ directory }) => {
    const file = cart({ path: '__proto__', hash: 'constructor' })
    writePart(directory, { run: 'run 1', testFile: '__proto__' }, [file])
    writePart(directory, { run: 'run 1', testFile: 'a\n\u2028\u0000".test.ts' }, [
      cart({ path: 'ä\r\n\u2029\ud800.ts' }),
    ])
    const { files, testFiles } = await read(directory)
    expect(files.map(({ path }) => path).sort()).toEqual(['__proto__', 'ä\r\n\u2029\ud800.ts'])
    expect(testFiles).toEqual(['__proto__', 'a\n\u2028\u0000".test.ts'])
  })

  test('make their directory again when something removed it', async ({ directory }) => {
    const run = await createRunDirectory(join(directory, 'node_modules/.cache/tstrace'))
    await rm(run, { recursive: true })
    writePart(run, cartTest, [cart()])
    expect((await read(run)).files).toEqual([cart()])
  })

  test(
    'give the same store to the byte, however the records are spread over them',
    { timeout: 60_000 },
    async ({ directory }) => {
      let runs = 0
      async function storeOf(parts: FileCounts[][]): Promise<string> {
        const run = join(directory, `${++runs}`)
        for (const files of parts) writePart(run, cartTest, files)
        const table = new CountsTable()
        const { warnings } = await readParts(run, 'run 1', (file) => table.add(file))
        expect(warnings).toEqual([])
        await updateStore(join(run, 'store'), table)
        return readFileSync(join(run, 'store'), 'utf8')
      }
      await fc.assert(
        fc.asyncProperty(records, fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }), async (files, spread) => {
          const parts = [0, 1, 2, 3].map((part) => files.filter((_, index) => spread[index] === part))
          expect(await storeOf(parts)).toBe(await storeOf([files]))
        }),
        { numRuns: 40 },
      )
    },
  )
})

describe('a part that is not whole', () => {
  test('cut anywhere loses only what was cut off, and is named', async ({ directory }) => {
    const name = writePart(directory, cartTest, [cart(), price()])
    const whole = readFileSync(join(directory, name))
    const lines = linesOf(join(directory, name))
    const ends = lines.map((_, index) => lines.slice(0, index + 1).join('\n').length + 1)
    for (let size = 0; size < whole.length; size++) {
      writeFileSync(join(directory, name), whole.subarray(0, size))
      const summary = await read(directory)
      expect(summary.files).toEqual(
        [cart(), price()].slice(0, Math.max(0, ends.filter((end) => end <= size).length - 1)),
      )
      expect(summary.testFiles).toEqual([])
      expect(warningOf(summary)).toContain(name)
    }
  })

  test('names its test file, and where it was torn', async ({ directory }) => {
    const name = writePart(directory, cartTest, [cart(), price()])
    truncateSync(join(directory, name), readFileSync(join(directory, name)).length - 60)
    expect(warningOf(await read(directory))).toBe(
      `The part "${join(directory, name)}" of "test/cart.test.ts" breaks off in the middle of line 3, which is dropped: its process was killed. What it ran after that is missing: run it again.`,
    )
  })

  test('without its end is missing, too, though all its lines are whole', async ({ directory }) => {
    const name = writePart(directory, { run: 'run 1', testFile: null, worker: 7 }, [cart()])
    truncateSync(
      join(directory, name),
      readFileSync(join(directory, name)).length - '{"end":true,"lines":3,"check":"________"}\n'.length,
    )
    const summary = await read(directory)
    expect(summary.files).toEqual([cart()])
    expect(warningOf(summary)).toMatch(/of process 7 breaks off after line 2: its process was killed/)
  })

  test('leaves the others alone', async ({ directory }) => {
    truncateSync(join(directory, writePart(directory, cartTest, [cart()])), 120)
    writePart(directory, priceTest, [price()])
    const summary = await read(directory)
    expect(summary.files).toEqual([price()])
    expect(summary.testFiles).toEqual(['test/price.test.ts'])
  })
})

describe('a line that is broken', () => {
  const broken: [string, (line: string) => string | Buffer, RegExp][] = [
    [
      'garbage',
      () => 'x{',
      /Line 2 of the part .* of "test\/cart.test.ts" was left out\. .*JSON.* Run again to count it\./,
    ],
    [
      'a wrong count',
      (line) => line.replace('[1,2,0]', '[1,-2,0]'),
      /was left out\. counts\[1\] is -1?.*, not a whole number/,
    ],
    [
      'what is not UTF-8',
      (line) => Buffer.from(line.replace('cart.ts', 'c\u00e4rt.ts'), 'latin1'),
      /was left out\. It is not UTF-8/,
    ],
    ['nothing', () => '', /was left out\. .*JSON/],
    [
      'a nest',
      (line) => line.replace('[1,2,0]', '['.repeat(100_000) + ']'.repeat(100_000)),
      /was left out\. counts\[0\] is an array too deep to show, not a whole number/,
    ],
    [
      'a name given twice',
      (line) => line.replace('"counts":[1,2,0]', '"counts":[1,2,0],"counts":"none"'),
      /was left out\. counts is "none", not an array/,
    ],
    ['a prototype', (line) => `{"__proto__":${line}}`, /was left out\. path is undefined, not a string/],
  ]
  test.for(broken)('(%s) is named with its number, and the rest counts', async ([, change, message], { directory }) => {
    const path = join(directory, writePart(directory, cartTest, [cart(), price()]))
    const [header, first, ...rest] = linesOf(path).map(withoutChecksum)
    writeFileSync(path, `${header}\n`)
    appendFileSync(path, change(first!))
    appendFileSync(path, `\n${rest.join('\n')}\n`)
    const summary = await read(directory)
    expect(summary.files).toEqual([price()])
    expect(warningOf(summary)).toMatch(message)
  })

  const damaged: [string, (lines: string[]) => string[], number, RegExp][] = [
    [
      'digit',
      ([header, first, ...rest]) => [header!, first!.replace('[1,2,0]', '[1,3,0]'), ...rest],
      1,
      /^Line 2 of the part .* was left out\. checksum is "13b62610", not that of this line: it was damaged\. Run again/,
    ],
    [
      'header',
      ([header, ...rest]) => [header!.replace('cart.test', 'card.test'), ...rest],
      2,
      /^Line 1 .* was left out\. checksum is /,
    ],
    [
      'end',
      (lines) => [...lines.slice(0, -1), lines.at(-1)!.replace('4', '5')],
      2,
      /^Line 4 .* was left out\. checksum is /,
    ],
    [
      'number of lines',
      ([header, first, second, end]) => [header!, first!, first!, second!, end!],
      3,
      /^Line 5 .* was left out\. the number of lines is 5, not 4, as its last line says/,
    ],
  ]
  test.for(damaged)(
    'because its %s is not as it was written is named',
    async ([, change, count, message], { directory }) => {
      const path = join(directory, writePart(directory, cartTest, [cart(), price()]))
      writeFileSync(path, `${change(linesOf(path)).join('\n')}\n`)
      const summary = await read(directory)
      expect(summary.files).toHaveLength(count)
      expect(warningOf(summary)).toMatch(message)
    },
  )

  test('because it does not fit the others is named as well', async ({ directory }) => {
    writePart(directory, cartTest, [cart(), cart({ counts: [1, 2] }), price()])
    const table = new CountsTable()
    const summary = await readParts(directory, 'run 1', (file) => table.add(file))
    expect([...table]).toEqual([cart(), price()])
    expect(warningOf(summary)).toMatch(
      /^Line 3 of the part .* was left out\. Two records of "src\/cart\.ts" .* counters, the other 2\..* Run again/,
    )
  })

  test('does not hide an error of the one who reads', async ({ directory }) => {
    writePart(directory, cartTest, [cart()])
    await expect(readParts(directory, 'run 1', () => BigInt(0.5))).rejects.toThrow(RangeError)
  })
})

describe('a part delivered twice', () => {
  test('counts once', async ({ directory }) => {
    const name = writePart(directory, cartTest, [cart()])
    copyFileSync(join(directory, name), join(directory, 'again.jsonl'))
    const { files, warnings } = await read(directory)
    expect(files).toEqual([cart()])
    expect(warnings).toEqual([])
  })

  test('counts, whatever it is called', async ({ directory }) => {
    const name = writePart(directory, cartTest, [cart()])
    renameSync(join(directory, name), join(directory, 'part.jsonl.gz'))
    const { files, warnings } = await read(directory)
    expect(files).toEqual([cart()])
    expect(warnings).toEqual([])
  })

  test.for(['a', 'z'])('counts whole, if one of both is (cut copy: %s)', async (copy, { directory }) => {
    const name = writePart(directory, cartTest, [cart(), price()])
    writeFileSync(join(directory, copy), readFileSync(join(directory, name)).subarray(0, -50))
    const { files, testFiles, warnings } = await read(directory)
    expect(files).toEqual([cart(), price()])
    expect(testFiles).toEqual(['test/cart.test.ts'])
    expect(warnings).toEqual([])
  })

  test('is not the same as a test file that ran twice', async ({ directory }) => {
    writePart(directory, cartTest, [cart()])
    writePart(directory, cartTest, [cart()])
    const { files, testFiles } = await read(directory)
    expect(files).toEqual([cart(), cart()])
    expect(testFiles).toEqual(['test/cart.test.ts'])
  })
})

describe('what is not a part of the run', () => {
  const foreign: [string, (directory: string) => void, RegExp][] = [
    [
      'notes',
      (directory) => writeFileSync(join(directory, 'notes.txt'), 'milk\neggs\n'),
      /"[^"]*notes.txt" is not a part that tstrace wrote. It was left alone/,
    ],
    ['an empty file', (directory) => writeFileSync(join(directory, '.gitkeep'), ''), /\.gitkeep" is not a part/],
    [
      'other JSON',
      (directory) => writeFileSync(join(directory, 'out.jsonl'), '{"tstrace":"store","version":1}\n{"end":true}\n'),
      /out\.jsonl" is not a part/,
    ],
    [
      'a header without a run',
      (directory) =>
        writeFileSync(join(directory, 'p'), '{"tstrace":"part","version":1,"id":"1","testFile":null}\n{"end":true}\n'),
      /p" is not a part/,
    ],
    [
      'a file of bytes',
      (directory) => writeFileSync(join(directory, 'part-0123456789abcdef.jsonl'), Buffer.alloc(100_000)),
      /"[^"]*" is not a part/,
    ],
    [
      'a pipe',
      (directory) => void execFileSync('mkfifo', [join(directory, 'pipe')]),
      /pipe" is not a part that tstrace wrote/,
    ],
    ['a directory', (directory) => mkdirSync(join(directory, 'src')), /src" can't be read. EISDIR/],
    [
      'a part of another version',
      (directory) => writeFileSync(join(directory, 'p'), '{"tstrace":"part","version":2}\n'),
      /"[^"]*p" has the version 2, which this tstrace does not read/,
    ],
    [
      'a part of another run',
      (directory) => writePart(directory, { ...cartTest, run: 'run 2' }, [cart()]),
      /belongs to the run "run 2", not to "run 1". It was left out/,
    ],
  ]

  test.for(foreign)('(%s) is named, and left alone', async ([, put, message], { directory }) => {
    put(directory)
    const before = readdirSync(directory)
    writePart(directory, priceTest, [price()])
    const summary = await read(directory)
    expect(summary.files).toEqual([price()])
    expect(warningOf(summary)).toMatch(message)
    await removeRunDirectory(directory, 'run 1')
    expect(readdirSync(directory)).toEqual(before)
  })

  test('because it vanished meanwhile is named', async ({ directory }) => {
    writePart(directory, cartTest, [cart()])
    writePart(directory, priceTest, [price()])
    const summary = await readParts(directory, 'run 1', () => rmSync(directory, { recursive: true, force: true }))
    mkdirSync(directory)
    expect(warningOf(summary)).toMatch(
      /^The part ".*" of "test\/\w+\.test\.ts" can't be read to its end\. ENOENT: .*\. What it ran/,
    )
    expect(summary.testFiles).toHaveLength(1)
  })

  test('is an error where there is no directory at all', async ({ directory }) => {
    await expect(read(join(directory, 'gone'))).rejects.toThrow(
      expect.objectContaining({
        code: 'bad-part',
        message: expect.stringMatching(
          /^\[tstrace\] The counts of this run can't be read from "[^"]*gone"\. ENOENT.* \(bad-part\)$/,
        ),
      }),
    )
  })
})

describe('the directory of a run', () => {
  test('is its own, and goes when the run is over', async ({ directory }) => {
    const parent = join(directory, 'deep/cache')
    const [one, other] = await Promise.all([createRunDirectory(parent), createRunDirectory(parent)])
    expect(one).not.toBe(other)
    writePart(one, cartTest, [cart()])
    writePart(one, cartTest, [])
    truncateSync(join(one, writePart(one, priceTest, [])), 5)
    await removeRunDirectory(one, 'run 1')
    expect(existsSync(one)).toBe(false)
    expect(readdirSync(parent)).toEqual([basename(other)])
  })

  test('goes with the next run where its own was killed, and nothing else does', async ({ directory }) => {
    const dead = deadWriter()
    const [killed, mixed, other] = [`run-${dead}`, `run-${dead.slice(0, -1)}z`, 'run-away'].map((name) =>
      join(directory, name),
    ) as [string, string, string]
    for (const run of [killed, mixed, other]) writePart(run, cartTest, [cart()])
    truncateSync(join(killed, writePart(killed, priceTest, [])), 5)
    const living = await createRunDirectory(directory)
    writePart(living, cartTest, [cart()])
    const next = await createRunDirectory(directory)
    expect(readdirSync(directory).sort()).toEqual([living, mixed, next, other].map((path) => basename(path)).sort())
    expect((await read(living)).files).toEqual([cart()])
    const told = join(directory, `run-${deadWriter()}`)
    writePart(told, cartTest, [cart()])
    writeFileSync(join(told, 'run.json'), '{}')
    await createRunDirectory(directory)
    expect((await read(told)).files).toEqual([cart()])
    const notes = join(directory, `run-${deadWriter()}`)
    writePart(notes, cartTest, [cart()])
    writeFileSync(join(notes, 'notes.txt'), 'mine')
    await createRunDirectory(directory)
    expect(readdirSync(notes)).toEqual(['notes.txt'])
  })

  test('is made whatever others do to what killed runs left, at the same time', async ({ directory }) => {
    const dead = deadWriter()
    for (let run = 10; run < 30; run++)
      for (let part = 0; part < 5; part++) writePart(join(directory, `run-${dead.slice(0, -2)}${run}`), cartTest, [])
    const made = await Promise.all(Array.from({ length: 6 }, () => createRunDirectory(directory)))
    expect(readdirSync(directory).sort()).toEqual(made.map((path) => basename(path)).sort())
  })

  test('may be gone already', async ({ directory }) => {
    await expect(removeRunDirectory(join(directory, 'gone'), 'run 1')).resolves.toBeUndefined()
  })

  test('that can not be made is an error with its reason', async ({ directory }) => {
    writeFileSync(join(directory, 'file'), '')
    const expected = {
      code: 'file-unwritable',
      message: expect.stringMatching(
        /^\[tstrace\] The counts of this run can't be written to "[^"]*file[^"]*"\. E\w+: .*\. Make room there, or make it writable\. \(file-unwritable\)$/,
      ),
    }
    await expect(createRunDirectory(join(directory, 'file/cache'))).rejects.toThrow(expect.objectContaining(expected))
    expect(() => writePart(join(directory, 'file/run-1'), cartTest, [])).toThrow(expect.objectContaining(expected))
  })
})
