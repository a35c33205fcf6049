/**
 * What memory a large test run takes, without and with us: thousands of generated sources, and test files that each load
 * some of them, in Vitest's forks. `node test/bench/memory.mjs [--sources=2000] [--tests=1000] [--rounds=1]` prints a
 * table, with a quarter of the test files beside, to see what grows with them. With `--shared` test files share the
 * workers, which takes a quarter of the time. Linux only: it reads /proc.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { build, root } from '../scripts/checkout.mjs'
import { median } from './statistics.mjs'

const { values } = parseArgs({
  options: {
    sources: { type: 'string', default: '2000' },
    tests: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '1' },
    shared: { type: 'boolean', default: false },
  },
})
const [sources, tests, rounds] = [values.sources, values.tests, values.rounds].map(Number)

const firstTests = Math.ceil(tests / 4)
const configs = { bare: 'bare.config.mjs', tstrace: 'traced.config.mjs' }

build()
const directory = mkdtempSync(join(tmpdir(), 'tstrace-bench-'))
try {
  makeProject()
  console.log(
    '| test files | sources | main: bare, MB | main: tstrace, MB | more, MB | worker: bare, MB | worker: tstrace, MB | ratio |',
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const count of [firstTests, tests]) printRow(count, await measure(count))
} finally {
  rmSync(directory, { recursive: true, force: true })
}

function printRow(count, { bare, tstrace }) {
  const main = [bare.main, tstrace.main, tstrace.main - bare.main]
  const worker = [bare.worker, tstrace.worker]
  const cells = [count, sources, ...[...main, ...worker].map(Math.round), (worker[1] / worker[0]).toFixed(2)]
  console.log(`| ${cells.join(' | ')} |`)
}

/** Medians of the rounds, by variant. */
async function measure(count) {
  const found = Object.fromEntries(Object.keys(configs).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, config] of Object.entries(configs)) found[name].push(await run(config, count))
  }
  return Object.fromEntries(Object.entries(found).map(([name, peaks]) => [name, summarize(peaks)]))
}

function summarize(peaks) {
  return { main: median(peaks.map(({ main }) => main)), worker: median(peaks.map(({ worker }) => worker)) }
}

/** The largest each process of the run ever was: the main one, and the median of the workers. In MB. */
async function run(config, count) {
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', `--config=${config}`]
  if (values.shared) args.push('--no-isolate')
  const env = { ...process.env, TESTS: String(count), NO_COLOR: '1', CI: '1' }
  const child = spawn(process.execPath, args, { cwd: directory, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const peaks = new Map()
  while (child.exitCode === null && child.signalCode === null) {
    for (const pid of [child.pid, ...descendants(child.pid)]) {
      const peak = peakOf(pid)
      if (peak !== null) peaks.set(pid, peak)
    }
    await setTimeout(50)
  }
  if (child.exitCode !== 0)
    throw new Error(`vitest --config=${config} ended with ${child.exitCode ?? child.signalCode}`)
  const main = peaks.get(child.pid)
  peaks.delete(child.pid)
  return { main, worker: median([...peaks.values()]) }
}

function descendants(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return children === '' ? [] : children.split(' ').flatMap((child) => [Number(child), ...descendants(child)])
  } catch {
    return []
  }
}

function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
  } catch {
    return null
  }
}

// --- the project ---

function makeProject() {
  mkdirSync(join(directory, 'node_modules'))
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.'))
      symlinkSync(join(root, 'node_modules', name), join(directory, 'node_modules', name), 'junction')
  symlinkSync(root, join(directory, 'node_modules/tstrace'), 'junction')
  write('package.json', '{ "private": true, "type": "module" }')
  write(configs.bare, configText(''))
  write(configs.tstrace, configText('tstrace()'))
  for (let index = 0; index < sources; index++) write(sourcePath(index), sourceText(index))
  for (let index = 0; index < tests; index++) write(testPath(index), testText(index))
}

function configText(plugin) {
  return `
    import { defineConfig } from 'vitest/config'
    import tstrace from 'tstrace/vitest'
    const include = process.env.TESTS === '${tests}' ? 'test/**/*.test.ts' : 'test/first/*.test.ts'
    export default defineConfig({ plugins: [${plugin}], test: { include: [include], reporters: ['dot'] } })`
}

function write(path, text) {
  mkdirSync(dirname(join(directory, path)), { recursive: true })
  writeFileSync(join(directory, path), text)
}

function sourcePath(index) {
  return `src/aisle-${index % 100}/shelf-${index}.ts`
}

function testPath(index) {
  return `test/${index < firstTests ? 'first' : 'others'}/${index}.test.ts`
}

/** Four sources are a chain: each but the last loads the next. */
function sourceText(index) {
  const next = index % 4 === 3 || index + 1 === sources ? null : index + 1
  const lines = [
    ...(next === null ? [] : [`import { Shelf${next} } from '../aisle-${next % 100}/shelf-${next}.ts'`]),
    `export class Shelf${index} {`,
    '  items: number[] = []',
  ]
  for (let method = 0; method < 12; method++) {
    lines.push(
      `  sum${method}(limit: number): number {`,
      `    let sum = ${method}`,
      '    for (const item of this.items) {',
      '      if (item > limit) sum += this.round(item)',
      '      else sum -= 1',
      '    }',
      `    return ${next === null ? 'sum' : `sum + new Shelf${next}().items.length`}`,
      '  }',
    )
  }
  lines.push('  round(item: number): number {', '    return Math.round(item)', '  }', '}', '')
  return lines.join('\n')
}

/** Each test loads two chains of four sources; a quarter as many tests as sources load them all. */
function testText(index) {
  const [one, other] = [(index * 8) % sources, (index * 8 + 4) % sources]
  const imports = [...new Set([one, other])].map(
    (number) => `import { Shelf${number} } from '../../${sourcePath(number)}'`,
  )
  const shelf = `Shelf${one}`
  return `import { expect, test } from 'vitest'
${imports.join('\n')}
for (let number = 0; number < 3; number++) {
  test('sums ' + number, () => {
    const shelf = new ${shelf}()
    for (let item = 0; item < 100; item++) shelf.items.push(item)
    expect(shelf.sum1(50)).toBeGreaterThan(shelf.sum2(99))
    expect(new Shelf${other}().items).toEqual([])
  })
}
`
}
