import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { FileCounts } from '../../src/model/counts.ts'
import { TstraceError, type Slug } from '../../src/model/error.ts'
import { CountsTable } from '../../src/store/counts-table.ts'
import { acquireLock } from '../../src/store/lock.ts'
import { mergeStores, readStore, updateStore } from '../../src/store/store.ts'
import { newWriterId } from '../../src/store/writer.ts'
import { records } from './arbitraries.ts'
import { deadWriter } from './dead-writer.ts'
import { test } from './directory.ts'
import { basket, cart, price } from './shop-records.ts'

async function read(path: string): Promise<FileCounts[]> {
  const files: FileCounts[] = []
  for await (const file of readStore(path)) files.push(file)
  return files
}

function sumOf(files: FileCounts[]): CountsTable {
  const table = new CountsTable()
  for (const file of files) table.add(file)
  return table
}

/** The error that comes, which must be one of ours. */
async function errorOf(slug: Slug, work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TstraceError)
  expect(error).toMatchObject({
    code: slug,
    message: expect.stringMatching(new RegExp(`^\\[tstrace\\] .*[^.]\\. \\(${slug}\\)$`, 's')),
  })
  return (error as TstraceError).message
}

const wholeStore = `{"tstrace":"store","version":1}
{"path":"src/cart.ts","hash":"c0ffee","plan":"tstrace 1","counts":[1,2,0],"callers":[["import","test/cart.test.ts"],["test \\"adds\\"","test/cart.test.ts"]],"pairs":[[0,0,1],[1,1,2]]}
{"path":"src/price.ts","hash":"beef","plan":"tstrace 1","counts":[1,6],"callers":[["<external>",null],["src/cart.ts","c0ffee","tstrace 1",1]],"pairs":[[1,0,2],[1,1,4]]}
{"end":true}
`

/** The same, as it is written: each line with its checksum. */
const checkedStore = ['e0ecc8f8', '13b62610', '1c943dd4', '60451472']
  .reduce((text, check) => text.replace('}\n', `,"check":"${check}"}\r`), wholeStore.replace('true', 'true,"lines":4'))
  .replaceAll('\r', '\n')

describe('a store', () => {
  test('looks as documented', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    expect(await updateStore(path, [cart(), price()])).toEqual([])
    expect(readFileSync(path, 'utf8')).toBe(checkedStore)
    expect(readdirSync(directory)).toEqual(['shop.jsonl'])
  })

  test('gives back what was added, with the sites of components', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    await updateStore(path, [basket()])
    await updateStore(path, [basket(), cart()])
    expect(await read(path)).toEqual([basket({ counts: [2, 6, 10, 0] }), cart()])
  })

  test(
    'does not depend on which run came first, nor on how the runs were split, to the byte',
    { timeout: 60_000 },
    async ({ directory }) => {
      let stores = 0
      async function storeOf(...runs: FileCounts[][]): Promise<string> {
        const path = join(directory, `${++stores}`)
        for (const run of runs) await updateStore(path, sumOf(run))
        return readFileSync(path, 'utf8')
      }
      await fc.assert(
        fc.asyncProperty(records, records, async (a, b) => {
          const whole = await storeOf([...a, ...b])
          expect(await storeOf(a, b)).toBe(whole)
          expect(await storeOf(b, [], a)).toBe(whole)
          expect(await read(join(directory, `${stores}`))).toEqual([...sumOf([...a, ...b])])
        }),
        { numRuns: 40 },
      )
    },
  )

  test('is made with the directories above it', async ({ directory }) => {
    const path = join(directory, 'reports/today/shop.jsonl')
    await updateStore(path, [cart()])
    expect(await read(path)).toEqual([cart()])
  })

  test('may be empty', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    await updateStore(path, [])
    expect(await read(path)).toEqual([])
  })

  test('sorts the pairs that come unsorted', async ({ directory }) => {
    await updateStore(join(directory, 'a'), [cart()])
    await updateStore(join(directory, 'b'), [cart({ pairs: cart().pairs.reverse() })])
    expect(readFileSync(join(directory, 'a'))).toEqual(readFileSync(join(directory, 'b')))
  })

  test('behind a symbolic link stays where it is', async ({ directory }) => {
    const [path, link] = [join(directory, 'shop.jsonl'), join(directory, 'link')]
    await updateStore(path, [cart()])
    symlinkSync(path, link)
    await updateStore(link, [cart()])
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(await read(path)).toEqual([...sumOf([cart(), cart()])])
  })

  test('takes records from a stream, too', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    await updateStore(path, [cart()])
    await updateStore(join(directory, 'copy'), readStore(path))
    expect(readFileSync(join(directory, 'copy'))).toEqual(readFileSync(path))
  })

  test('has lines longer than what is read at once', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    const large = cart({ counts: Array.from({ length: 300_000 }, (_, index) => index), pairs: [] })
    await updateStore(path, [large, price({ path: 'src/größe.ts' })])
    expect(await read(path)).toEqual([large, price({ path: 'src/größe.ts' })])
  })

  test('refuses records that are not sorted, and leaves nothing behind', async ({ directory }) => {
    await expect(updateStore(join(directory, 'shop.jsonl'), [price(), cart()])).rejects.toThrow(
      'records out of order: "src/cart.ts"',
    )
    expect(readdirSync(directory)).toEqual([])
  })
})

describe('a store with .gz', () => {
  test('is the same, compressed', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl.gz')
    await updateStore(path, [cart()])
    await updateStore(path, [price()])
    expect(gunzipSync(readFileSync(path)).toString()).toBe(checkedStore)
    expect(await read(path)).toEqual([cart(), price()])
    expect(readdirSync(directory)).toEqual(['shop.jsonl.gz'])
  })

  const broken: [string, Buffer][] = [
    ['not compressed', Buffer.from(wholeStore)],
    ['cut off', gzipSync(wholeStore).subarray(0, -30)],
    ['damaged', Buffer.from(gzipSync(wholeStore)).fill(7, 40, 60)],
  ]
  test.for(broken)('is named where it is %s', async ([, bytes], { directory }) => {
    const path = join(directory, 'shop.jsonl.gz')
    writeFileSync(path, bytes)
    expect(await errorOf('bad-store', read(path))).toMatch(
      /The store "[^"]*shop.jsonl.gz" can't be read: .*It was left as it is/,
    )
  })
})

describe('a store with checksums', () => {
  const [header, first, second, end] = checkedStore.split('\n')
  const damaged: [string, string, string][] = [
    ['a digit', checkedStore.replace('[1,2,0]', '[1,3,0]'), 'is broken on line 2: checksum is "'],
    ['a name', checkedStore.replace('src/price', 'src/prize'), 'is broken on line 3: checksum is "'],
    ['the header', checkedStore.replace('"store"', '"store","x":1'), 'is broken on line 1: checksum is "'],
    ['a checksum', checkedStore.replace('"check":"', '"chick":"'), 'is broken on line 2: checksum is "there"'],
    [
      'a lost line',
      [header, first, end, ''].join('\n'),
      'is broken on line 3: the number of lines is 3, not 4, as its',
    ],
    [
      'an older line',
      [header, wholeStore.split('\n')[1], second, end, ''].join('\n'),
      'on line 2: checksum is "missing"',
    ],
  ]
  test.for(damaged)('is named where %s is not as it was written', async ([, content, why], { directory }) => {
    const path = join(directory, 'shop.jsonl')
    writeFileSync(path, content)
    expect(await errorOf('bad-store', read(path))).toContain(why)
  })

  test('is read without them, as older versions wrote it', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    writeFileSync(path, wholeStore)
    expect(await read(path)).toEqual([cart(), price()])
    await updateStore(path, [])
    expect(readFileSync(path, 'utf8')).toBe(checkedStore)
  })
})

describe('a store that is broken', () => {
  const [header, first, second, end] = wholeStore.split('\n')
  const broken: [string, string | Buffer, string][] = [
    ['empty', '', 'is cut off: its last line is missing'],
    ['garbage', '\u0000\u0001garbage\n', 'is broken on line 1: '],
    ['not UTF-8', Buffer.from(wholeStore.replaceAll('cart', 'cärt'), 'latin1'), 'is broken on line 2: It is not UTF-8'],
    ['another format', '{"name":"shop"}\n', 'does not begin like one: tstrace did not write it'],
    ['no object', 'null\n', 'does not begin like one: tstrace did not write it'],
    ['a part', '{"tstrace":"part","version":1}\n', 'does not begin like one: tstrace did not write it'],
    [
      'of a newer version',
      `${wholeStore.replace('"version":1', '"version":2')}`,
      'has the version 2, and this tstrace reads 1',
    ],
    ['cut in a line', wholeStore.slice(0, 120), 'is cut off on line 2'],
    ['cut at the end of a line', `${header}\n${first}\n`, 'is cut off: its last line is missing'],
    ['cut to its header', `${header}\n`, 'is cut off: its last line is missing'],
    [
      'with a broken record',
      wholeStore.replace('[1,6]', '[1,"6"]'),
      'is broken on line 3: counts[1] is "6", not a whole number from 0 to 2^53-1',
    ],
    ['not sorted', [header, second, first, end, ''].join('\n'), 'is broken on line 3: its records are not sorted'],
    [
      'with a record twice',
      [header, first, first, end, ''].join('\n'),
      'is broken on line 3: its records are not sorted',
    ],
    ['two stores in a row', wholeStore + wholeStore, 'goes on after its end, on line 5'],
  ]

  test.for(broken)('(%s) is named', async ([, content, why], { directory }) => {
    const path = join(directory, 'shop.jsonl')
    writeFileSync(path, content)
    const message = await errorOf('bad-store', read(path))
    expect(message).toContain(`The store "${path}" ${why}`)
    expect(message).toContain('It was left as it is: restore it from a copy, or move it away to start a new one.')
  })

  test.for(broken)(
    '(%s) stays as it is, and the new counts are kept beside',
    async ([, content, why], { directory }) => {
      const path = join(directory, 'shop.jsonl')
      writeFileSync(path, content)
      const message = await errorOf('bad-store', updateStore(path, [cart()]))
      expect(message).toContain(why)
      expect(readFileSync(path)).toEqual(Buffer.from(content))
      const kept = /kept in "([^"]*)"/.exec(message)![1]!
      expect(await read(kept)).toEqual([cart()])
      expect(readdirSync(directory).sort()).toEqual(['shop.jsonl', basename(kept)].sort())
    },
  )

  test('keeps the new counts compressed where it is', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl.gz')
    writeFileSync(path, 'garbage')
    const message = await errorOf('bad-store', updateStore(path, [cart()]))
    expect(await read(/kept in "([^"]*)"/.exec(message)![1]!)).toEqual([cart()])
  })

  test('because it is a directory is named', async ({ directory }) => {
    const path = join(directory, 'shop')
    mkdirSync(path)
    expect(await errorOf('bad-store', read(path))).toContain(`The store "${path}" can't be read: EISDIR`)
    const message = await errorOf('bad-store', updateStore(path, [cart()]))
    expect(message).toContain(`The store "${path}" is not a file.`)
    expect(await read(/kept in "([^"]*)"/.exec(message)![1]!)).toEqual([cart()])
  })

  test('because it is missing is an error for who reads it', async ({ directory }) => {
    expect(await errorOf('bad-store', read(join(directory, 'gone.gz')))).toContain('There is no store')
    expect(await errorOf('bad-store', read(join(directory, 'gone')))).toMatch(
      /There is no store "[^"]*gone"\. Check the name/,
    )
  })

  test('because it was counted by other rules is named, and the new counts are kept', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    await updateStore(path, [cart()])
    const other = cart({ counts: [1, 2], pairs: cart().pairs.reverse() })
    const message = await errorOf('bad-part', updateStore(path, [other]))
    expect(message).toContain('Two records of "src/cart.ts" (revision c0ffee) do not fit together.')
    expect(await read(path)).toEqual([cart()])
    expect(await read(/kept in "([^"]*)"/.exec(message)![1]!)).toEqual([cart({ counts: [1, 2] })])
  })
})

describe('a store that can not be written', () => {
  test('because a file is in the way', async ({ directory }) => {
    writeFileSync(join(directory, 'file'), '')
    const path = join(directory, 'file/shop.jsonl')
    expect(await errorOf('file-unwritable', updateStore(path, [cart()]))).toMatch(
      /"[^"]*shop.jsonl" can't be written\. E\w+: /,
    )
  })

  test('because its directory is a link to nothing', async ({ directory }) => {
    symlinkSync(join(directory, 'gone'), join(directory, 'link'))
    expect(await errorOf('file-unwritable', updateStore(join(directory, 'link/shop.jsonl'), [cart()]))).toContain(
      `"${join(directory, 'link/shop.jsonl')}" can't be written`,
    )
  })

  test('because it is a link that leads to itself', async ({ directory }) => {
    symlinkSync(join(directory, 'loop'), join(directory, 'loop'))
    expect(await errorOf('file-unwritable', updateStore(join(directory, 'loop'), [cart()]))).toContain('ELOOP')
    expect(readdirSync(directory)).toEqual(['loop'])
  })

  test('because its name is too long', async ({ directory }) => {
    expect(await errorOf('file-unwritable', updateStore(join(directory, 'a'.repeat(300)), [cart()]))).toContain(
      'ENAMETOOLONG',
    )
  })
})

describe('merging stores', () => {
  test('gives what one run would have given, to the byte', async ({ directory }) => {
    const path = (name: string): string => join(directory, name)
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(records, { maxLength: 4 }), async (shards) => {
        round++
        const names = shards.map((_, index) => path(`${round}-${index}`))
        for (const [index, shard] of shards.entries()) await updateStore(names[index]!, sumOf(shard))
        await mergeStores(names, path('merged'))
        await updateStore(path(`${round}-whole`), sumOf(shards.flat()))
        expect(readFileSync(path('merged'), 'utf8')).toBe(readFileSync(path(`${round}-whole`), 'utf8'))
      }),
      { numRuns: 30 },
    )
  })

  test('may write to one of them, and mixes plain and compressed', async ({ directory }) => {
    const [a, b] = [join(directory, 'a.jsonl'), join(directory, 'b.jsonl.gz')]
    await updateStore(a, [cart()])
    await updateStore(b, [price()])
    await mergeStores([a, b], a)
    expect(readFileSync(a, 'utf8')).toBe(checkedStore)
  })

  test('does not touch the result when one of them is broken', async ({ directory }) => {
    const [a, b] = [join(directory, 'a'), join(directory, 'b')]
    await updateStore(a, [cart()])
    writeFileSync(b, wholeStore.slice(0, -20))
    const message = await errorOf('bad-store', mergeStores([a, b], a))
    expect(message).toContain(`The store "${b}" is cut off on line 3`)
    expect(await read(a)).toEqual([cart()])
    expect(await errorOf('bad-store', mergeStores([a, join(directory, 'c')], a))).toContain('There is no store')
    expect(readdirSync(directory)).toEqual(['a', 'b'])
  })
})

describe('the lock of a store', () => {
  test('lets writers of one process wait for each other', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    const warnings = await Promise.all(Array.from({ length: 10 }, () => updateStore(path, [cart()])))
    expect(warnings.flat()).toEqual([])
    expect((await read(path))[0]?.counts).toEqual([10, 20, 0])
    expect(readdirSync(directory)).toEqual(['shop.jsonl'])
  })

  test('that is held is named, with what to do, and the new counts are kept', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    await updateStore(path, [cart()])
    mkdirSync(`${path}.lock`)
    const message = await errorOf('locked', updateStore(path, [price()], { lockTimeout: 300 }))
    expect(message).toContain(
      `"${path}" is in use: the lock "${path}.lock" was not released within 0.3 seconds. Wait for the other run to end; if there is none, delete the lock.`,
    )
    expect(await read(path)).toEqual([cart()])
    expect(await read(/kept in "([^"]*)"/.exec(message)![1]!)).toEqual([price()])
    expect(existsSync(`${path}.lock`)).toBe(true)
  })

  test('that was left behind is taken over, with a warning', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    await updateStore(path, [cart()])
    mkdirSync(`${path}.lock`)
    utimesSync(`${path}.lock`, 1, 1)
    const warnings = await updateStore(path, [price()])
    expect(warnings).toEqual([
      {
        slug: 'left-behind',
        message: expect.stringContaining(`The lock "${path}.lock" was left behind by a process that was killed`),
      },
    ])
    expect(await read(path)).toEqual([cart(), price()])
    expect(readdirSync(directory)).toEqual(['shop.jsonl'])
  })

  test('is taken over at once from a process that is dead', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    writeFileSync(`${path}.lock`, deadWriter())
    const warnings = await updateStore(path, [price()], { lockTimeout: 0 })
    expect(warnings).toMatchObject([{ slug: 'left-behind' }])
    expect(readdirSync(directory)).toEqual(['shop.jsonl'])
  })

  test('is not taken from a process that lives, nor from one of another machine', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    for (const owner of [
      newWriterId(),
      newWriterId()
        .replace(/^[0-9a-f]+/, 'ffffff')
        .replace(/-\d+-/, '-1-'),
    ]) {
      writeFileSync(`${path}.lock`, owner)
      await errorOf('locked', updateStore(path, [price()], { lockTimeout: 100 }))
      expect(readFileSync(`${path}.lock`, 'utf8')).toBe(owner)
    }
  })

  test('is given to one at a time where many find it left behind', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    for (let round = 0; round < 20; round++) {
      writeFileSync(`${path}.lock`, deadWriter())
      let holders = 0
      const takeTurns = Array.from({ length: 6 }, async () => {
        const { isHeld, release } = await acquireLock(path, 10_000)
        expect(++holders).toBe(1)
        expect(await isHeld()).toBe(true)
        holders--
        await release()
      })
      await Promise.all(takeTurns)
    }
    expect(readdirSync(directory)).toEqual([])
  })

  test('does not have to be trusted: what another wrote in spite of it is not lost', async ({ directory }) => {
    const [path, both] = [join(directory, 'shop.jsonl'), join(directory, 'both')]
    const large = Array.from({ length: 60 }, (_, index) =>
      cart({ path: `src/large-${index}.ts`, counts: Array(20_000).fill(1) }),
    )
    await updateStore(path, sumOf(large))
    await updateStore(both, sumOf([...large, cart()]))
    const intruder = setInterval(() => {
      const names = readdirSync(directory)
      const isMerging = ['.draft-', '.unmerged-'].every((state) => names.some((name) => name.includes(state)))
      if (!isMerging || !existsSync(both)) return
      renameSync(both, path)
    }, 1)
    await updateStore(path, [price()]).finally(() => clearInterval(intruder))
    expect(existsSync(both)).toBe(false)
    expect(await read(path)).toEqual([...sumOf([...large, cart(), price()])])
    expect(readdirSync(directory)).toEqual(['shop.jsonl'])
  })
})

describe('a process killed while it added', () => {
  const addedNow = 'They were added now.'
  const states: [string, string[], number, string[]][] = [
    ['before its counts were written', ['draft'], 2, []],
    ['before it got the lock', ['unmerged'], 3, [addedNow]],
    ['while it wrote the sum', ['unmerged', 'draft'], 3, [addedNow]],
    ['before the sum replaced the store', ['merged', 'draft'], 3, [addedNow]],
    ['when the sum had replaced the store', ['merged'], 2, []],
  ]
  const stores = ['shop.jsonl', 'shop.jsonl.gz'].flatMap((name) => states.map((state) => [name, ...state] as const))

  test.for(stores)('(%s, %s) has added once or not at all, and leaves nothing', async (state, { directory }) => {
    const [name, , left, times, messages] = state
    const path = join(directory, name)
    const [writer, end] = [deadWriter(), name.endsWith('.gz') ? '.gz' : '']
    await updateStore(path, [cart()])
    for (const one of left) {
      const beside = `${path}.${one}-${writer}${end}`
      if (one === 'draft') writeFileSync(beside, wholeStore.slice(0, 200))
      else await updateStore(beside, [cart()])
    }
    const warnings = await updateStore(path, [cart()])
    expect((await read(path))[0]?.counts[0]).toBe(times)
    expect(readdirSync(directory)).toEqual([name])
    expect(warnings).toEqual(
      messages.map((message) => ({ slug: 'left-behind', message: expect.stringContaining(message) })),
    )
  })

  test('leaves what does not fit where it is, named each time, and the others can add', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    const left = `${path}.unmerged-${deadWriter()}`
    await updateStore(path, [cart()])
    await updateStore(left, [cart({ counts: [1, 2], pairs: [] })])
    for (const times of [2, 3]) {
      const [warning, ...others] = await updateStore(path, [cart()])
      expect(warning?.slug).toBe('left-behind')
      expect(warning?.message).toMatch(`"${left}", and they can't be added now. Two records of "src/cart.ts"`)
      expect(others).toEqual([])
      expect((await read(path))[0]?.counts[0]).toBe(times)
    }
    expect(readdirSync(directory)).toEqual(['shop.jsonl', basename(left)])
  })

  test('is not taken for one that lives, or may live elsewhere', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    const elsewhere = deadWriter().replace(/^......-/, 'abcdef-')
    const names = ['draft', 'unmerged'].flatMap((state) =>
      [newWriterId(), elsewhere].map((writer) => `${path}.${state}-${writer}`),
    )
    for (const name of names) await updateStore(name, [cart()])
    const waiting = `${path}.unmerged-${elsewhere}`
    expect(await updateStore(path, [cart()])).toEqual([
      {
        slug: 'left-behind',
        message: expect.stringMatching(
          new RegExp(
            `^"${waiting}" waits to be added .*, for \\d seconds? now: .*\`tstrace merge -o "${path}" "${waiting}"\``,
          ),
        ),
      },
    ])
    expect(await read(path)).toEqual([cart()])
    expect(readdirSync(directory)).toHaveLength(5)
    for (const name of names) utimesSync(name, 1, 1)
    // A process that is known to go on comes back to it, however long it takes.
    expect(await updateStore(path, [cart()])).toHaveLength(1)
    expect((await read(path))[0]?.counts[0]).toBe(3)
    expect(readdirSync(directory)).toEqual(
      ['shop.jsonl', ...names.filter((_, at) => at % 2 === 0).map((kept) => basename(kept))].sort(),
    )
  })

  test('is not taken for the owner of other files beside the store', async ({ directory }) => {
    const path = join(directory, 'shop.jsonl')
    const names = [`other.jsonl.draft-${deadWriter()}`, 'shop.jsonl.draft-1', `shop.jsonl.old-${deadWriter()}`]
    for (const name of names) writeFileSync(join(directory, name), 'mine')
    expect(await updateStore(path, [cart()])).toEqual([])
    expect(readdirSync(directory)).toEqual([...names, 'shop.jsonl'].sort())
  })
})

test('a run whose counts another has added meanwhile has nothing left to do', async ({ directory }) => {
  const path = join(directory, 'shop.jsonl')
  mkdirSync(`${path}.lock`)
  const waiting = updateStore(path, [cart()])
  let mine: string | undefined
  while (mine === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    mine = readdirSync(directory).find((name) => name.includes('.unmerged-'))
  }
  renameSync(join(directory, mine), path)
  rmSync(`${path}.lock`, { recursive: true })
  expect(await waiting).toEqual([])
  expect(await read(path)).toEqual([cart()])
})
