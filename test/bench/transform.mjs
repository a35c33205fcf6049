/**
 * What the transform of sources costs, source map and all, beside its peers: 5 MB in big files, and 250 small modules,
 * each tool in fresh processes, the tools in turn.
 *
 *   npm run bench:transform                      every tool, on Node 20, 24 and 26: half an hour
 *   npm run bench:transform -- --node 24         on these (comma separated)
 *   npm run bench:transform -- --rounds 3        how many processes each; default 5
 *   npm run bench:transform -- --out DIRECTORY   where transform.md and transform.json go
 *   npm run bench:transform -- --quick           ours beside Istanbul's, here and now, and fails where ours got slow
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'tsdown'
import { root } from '../scripts/checkout.mjs'
import { installPeers } from './peers.mjs'
import { median } from './statistics.mjs'

const ours = 'tstrace'
const peers = ['oxc-coverage-instrument', "Vitest's Istanbul", 'Istanbul']
const modes = ['no map', 'trees as JSON', 'lines only', 'beside --coverage', '--trace'].map(
  (mode) => `${ours}, ${mode}`,
)
/** In the quick run, at the least so many times as fast as Istanbul; on a quiet machine 12. */
const quickBound = 5

const cache = join(root, 'node_modules/.cache/tstrace-bench')
const { values: options } = parseArgs({
  options: {
    node: { type: 'string', default: '20,24,26' },
    out: { type: 'string', default: join(cache, 'results') },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
  },
})
mkdirSync(cache, { recursive: true })
const built = mkdtempSync(join(cache, 'transform-'))

try {
  const entry = [join(root, 'test/bench/transform.entry.ts')]
  await build({ entry, outDir: built, platform: 'node', config: false, dts: false, logLevel: 'silent' })
  if (options.quick) quick()
  else full()
} finally {
  rmSync(built, { recursive: true })
}

function full() {
  const nodes = installPeers()
  const results = options.node.split(',').map((node) => {
    const effort = { tools: [ours, ...peers, ...modes], corpora: ['big', 'small'], rounds: Number(options.rounds) }
    return { node, rows: measure(nodes.node(node), effort) }
  })
  const markdown = results.map(toMarkdown).join('\n')
  mkdirSync(options.out, { recursive: true })
  writeFileSync(join(options.out, 'transform.md'), markdown)
  writeFileSync(join(options.out, 'transform.json'), `${JSON.stringify(results, null, 1)}\n`)
  console.log(`${markdown}\nAlso in ${options.out}, with times by the clock, and as JSON.`)
}

/** Without a package that is not installed here. */
function quick() {
  const rows = measure(process.execPath, { tools: [ours, 'Istanbul'], corpora: ['small'], rounds: 2 })
  console.log(toMarkdown({ node: process.versions.node, rows }))
  const [mine, theirs] = rows.map(({ cold }) => cold.median)
  if (mine > theirs * quickBound) return
  console.error(`The transform is only ${(mine / theirs).toFixed(1)} times as fast as Istanbul, not ${quickBound}.`)
  process.exitCode = 1
}

/** All tools once, then all of them again, so that what else the machine does hits them alike. */
function measure(node, { tools, corpora, rounds }) {
  const rows = tools.flatMap((tool) => corpora.map((corpus) => ({ tool, corpus, runs: [] })))
  for (let round = 0; round < rounds; round++) for (const row of rows) row.runs.push(run(node, row))
  return rows.map(summarize)
}

function run(node, { tool, corpus }) {
  const worker = join(root, 'test/bench/transform.worker.mjs')
  const stdio = ['ignore', 'pipe', 'inherit']
  return JSON.parse(execFileSync(node, ['--no-warnings', worker, tool, corpus, built], { encoding: 'utf8', stdio }))
}

/** MB a second, of the first pass and of later ones; by the processor's time and by the clock. */
function summarize({ tool, corpus, runs }) {
  const { bytes, emitted } = runs[0]
  const speeds = (secondsOf) => spread(runs.map(({ passes }) => bytes / 1e6 / secondsOf(passes)))
  return {
    tool,
    corpus,
    cold: speeds(([first]) => first.cpu),
    warm: speeds(([, ...later]) => median(later.map(({ cpu }) => cpu))),
    coldByClock: speeds(([first]) => first.wall),
    warmByClock: speeds(([, ...later]) => median(later.map(({ wall }) => wall))),
    emitted: emitted / bytes,
    megabytes: spread(runs.map(({ rss }) => rss / 1e6)),
  }
}

function spread(numbers) {
  return { median: median(numbers), min: Math.min(...numbers), max: Math.max(...numbers) }
}

function toMarkdown({ node, rows }) {
  const [tools, corpora] = ['tool', 'corpus'].map((key) => [...new Set(rows.map((row) => row[key]))])
  const columns = corpora.flatMap((corpus) => ['cold', 'warm'].map((state) => ({ corpus, state })))
  const lines = tools.map((tool) => {
    const of = (corpus) => rows.find((row) => row.tool === tool && row.corpus === corpus)
    const sizes = corpora.map((corpus) => of(corpus).emitted.toFixed(2))
    return [tool, ...columns.map(({ corpus, state }) => inWords(of(corpus)[state])), sizes.join(', ')]
  })
  const header = [`Node ${node}`, ...columns.map(({ corpus, state }) => `${corpus}, ${state}`), 'emitted']
  const table = [header, ['---', ...header.slice(1).map(() => '---:')], ...lines]
  return `MB per second of the processor's time: of the first pass over all files (cold), and of later ones (warm).
Emitted: the code as a multiple of the source.\n\n${table.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}`
}

function inWords(speed) {
  return `${digits(speed.median)} (${digits(speed.min)}–${digits(speed.max)})`
}

function digits(number) {
  return number.toFixed(number < 1 ? 2 : 1)
}
