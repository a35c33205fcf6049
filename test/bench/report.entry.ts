/**
 * A process of its own that merges shards and writes the report: `node report.entry.mjs make|merge|report DIRECTORY ...`.
 * Prints what it took as JSON.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { instrument } from '../../src/instrument/index.ts'
import type { Caller, CallerPair, FileCounts } from '../../src/model/counts.ts'
import { hashText } from '../../src/model/hash.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { reportCounted } from '../../src/run/finish-run.ts'
import { createSelector } from '../../src/selection/select.ts'
import { numberingVersion } from '../../src/source/number-source.ts'
import { mergeStores, readStore, updateStore } from '../../src/store/store.ts'

const [task, directory = '', files = '0', lines = '0', shards = '0'] = process.argv.slice(2)
const [root, merged] = [join(directory, 'shop'), join(directory, 'merged.jsonl')]

if (task === 'make') await measure('make', () => make(Number(files), Number(lines), Number(shards)))
if (task === 'merge') await measure('merge', merge)
if (task === 'report') await measure('report', report)

async function measure(name: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now()
  await work()
  const seconds = (performance.now() - start) / 1000
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  console.log(JSON.stringify({ name, seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }))
}

async function merge(): Promise<void> {
  const stores = Array.from({ length: Number(shards) }, (_, shard) => shardPath(shard))
  await mergeStores(stores, merged)
}

/** What `tstrace --report` does, files and all. */
async function report(): Promise<void> {
  const options = resolveOptions({ coverdir: join(directory, 'report') })
  const select = createSelector(root, options)
  const counted = { records: readStore(merged), testFiles: [], warnings: [] }
  const outcome = await reportCounted(counted, { root, options, select, expected: null, color: false })
  if (outcome.warnings.length > 0) throw new Error(outcome.warnings[0]!.message)
  console.log(outcome.text)
}

// --- a shop of any size, and what its shards counted ---

async function make(fileCount: number, lineCount: number, shardCount: number): Promise<void> {
  const records = Array.from({ length: fileCount }, (_, index) => makeFile(index, lineCount))
  records.sort((a, b) => (a.path < b.path ? -1 : 1))
  for (let shard = 0; shard < shardCount; shard++) {
    await updateStore(
      shardPath(shard),
      records.map((record, index) => runIn(record, index, shard)),
    )
  }
}

function shardPath(shard: number): string {
  return join(directory, 'shards', `${shard}.jsonl`)
}

interface MadeFile extends FileCounts {
  functions: number[]
}

function makeFile(index: number, lineCount: number): MadeFile {
  const path = `src/aisle-${index % 97}/shelf-${index}.ts`
  const text = sourceOf(index, lineCount)
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  const { sites } = instrument(text, { path })
  const functions = sites!.functions.map(({ counter }) => counter)
  const counts = Array.from({ length: sites!.counters }, () => 0)
  return { path, hash: hashText(text), plan: numberingVersion, counts, pairs: [], functions }
}

/** Each shard loads every file, whose functions mostly call each other; each tenth shard has a test of its own for it. */
function runIn(file: MadeFile, index: number, shard: number): FileCounts {
  const { path, hash, plan, functions } = file
  const testFile = `test/shelf-${shard}.test.ts`
  const counts = file.counts.map((_, counter) => (counter * 7 + shard) % 5)
  const pairs = functions.map((callee, place): CallerPair => {
    const isTested = (index + shard) % 10 === 0 && place % 3 === 0
    const test: Caller = { context: place === 0 ? 'import' : `test "sells ${shard}"`, file: testFile }
    const caller = place === 0 || isTested ? test : { path, hash, plan, function: functions[place - 1]! }
    return { callee, caller, count: place + 1 }
  })
  return { path, hash, plan, counts, pairs }
}

function shelf(name: string): string {
  return `
/** What lies on one shelf, and what it costs. */
export class ${name} {
  items: Item[] = []

  add(item: Item, times = 1): this {
    for (let time = 0; time < times; time++) {
      if (item.price < 0) {
        throw new RangeError(\`the price of \${item.name} is \${item.price}\`)
      }
      this.items.push(item)
    }
    return this
  }

  total(rate: number): number {
    const prices = this.items
      .filter((item) => item.count > 0)
      .map((item) => item.price * item.count)
    let sum = 0
    for (const price of prices) {
      sum += price > 100 ? price * 0.9 : price
    }
    return sum * (1 + rate)
  }

  find(name: string): Item | undefined {
    const found = this.items.find((item) => item.name === name)
    if (found === undefined && name !== '') {
      return this.items[0]
    }
    return found
  }
}
`
}

function sourceOf(index: number, lineCount: number): string {
  const head = `interface Item {\n  name: string\n  price: number\n  count: number\n}\nexport const aisle = ${index}\n`
  const each = shelf('').split('\n').length - 1
  const times = Math.max(1, Math.round(lineCount / each))
  return head + Array.from({ length: times }, (_, part) => shelf(`Shelf${index}Part${part}`)).join('')
}
