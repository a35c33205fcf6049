/**
 * What probes cost while a program runs: kernels, each alone in fresh processes, the variants in turn, as multiples of
 * the bare code's time.
 *
 *   npm run bench                        every variant, on Node 20, 24 and 26: a quarter of an hour
 *   npm run bench -- --node 24           on these (comma separated)
 *   npm run bench -- --only recursion    these kernels (comma separated)
 *   npm run bench -- --rounds 3          how many processes each; default 5
 *   npm run bench -- --out DIRECTORY     where run-time.md and run-time.json go
 *   npm run bench -- --quick             ours beside Istanbul's, here and now, and fails where ours got slow: under a minute
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build as buildPackage, root } from '../scripts/checkout.mjs'
import { findSlow } from './kernels/bounds.mjs'
import { Laboratory } from './kernels/laboratory.mjs'
import { readPrograms } from './kernels/programs.mjs'
import { toMarkdown, toMarkdownWithSpreads } from './kernels/table.mjs'
import { makeVariants, quickVariants } from './kernels/variants.mjs'
import { installPeers } from './peers.mjs'

const { values: options } = parseArgs({
  options: {
    node: { type: 'string', default: '20,24,26' },
    only: { type: 'string' },
    out: { type: 'string', default: join(root, 'node_modules/.cache/tstrace-bench/results') },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
  },
})
const directory = mkdtempSync(join(tmpdir(), 'tstrace-bench-'))

try {
  buildPackage()
  if (options.quick) await quick()
  else await full()
} finally {
  rmSync(directory, { recursive: true, force: true })
}

async function full() {
  const peers = installPeers()
  const nodes = Object.fromEntries(options.node.split(',').map((major) => [major, peers.node(major)]))
  const variants = await makeVariants(peers)
  const results = await run(variants, nodes, { rounds: Number(options.rounds), warm: 5, measured: 11 })
  mkdirSync(options.out, { recursive: true })
  writeFileSync(join(options.out, 'run-time.md'), toMarkdownWithSpreads(results))
  writeFileSync(join(options.out, 'run-time.json'), `${JSON.stringify(results, null, 1)}\n`)
  console.log(`${toMarkdown(results)}\nAlso in ${options.out}, with spreads and as JSON.`)
}

/** Without a package that is not installed here. */
async function quick() {
  const nodes = { [process.versions.node.split('.')[0]]: process.execPath }
  const results = await run(await quickVariants(), nodes, { rounds: 2, warm: 3, measured: 5 })
  console.log(toMarkdown(results))
  const slow = findSlow(results)
  for (const line of slow) console.error(line)
  if (slow.length > 0) process.exitCode = 1
}

async function run(variants, nodes, effort) {
  const programs = readPrograms().filter(isWanted)
  const laboratory = await Laboratory.open(directory, variants, effort)
  return laboratory.measure(programs, nodes)
}

function isWanted({ name, callers }) {
  if (options.only) return options.only.split(',').includes(name)
  return !options.quick || callers === null || callers === 1 || callers === 100
}
