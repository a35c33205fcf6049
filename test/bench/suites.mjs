/**
 * What tracing a whole test suite costs: projects that are installed already, run bare, with us, and with the coverage that
 * their test runner has itself, with a cold and a warm cache, in turn, as multiples of the bare run's time on all processors.
 *
 *   npm run bench:suites -- --run CHECKOUT --run 'CHECKOUT --config other.config.js'
 *   npm run bench:suites -- --only tstrace     no coverage but this (comma separated)
 *   npm run bench:suites -- --rounds 3         how often each
 *   npm run bench:suites -- --node 24          on this; default: the one that runs this
 *   npm run bench:suites -- --out DIRECTORY    where suites.md and suites.json go
 *
 * Where Vitest's own coverage is not installed, it is left out. A project is left as it was, but for its test runner's cache.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, root } from '../scripts/checkout.mjs'
import { installPeers } from './peers.mjs'
import { measure } from './suites/measure.mjs'
import { openProject } from './suites/project.mjs'
import { toMarkdown, toMarkdownWithSpreads } from './suites/table.mjs'

const { values: options } = parseArgs({
  options: {
    node: { type: 'string' },
    only: { type: 'string' },
    out: { type: 'string', default: join(root, 'node_modules/.cache/tstrace-bench/results') },
    rounds: { type: 'string', default: '3' },
    run: { type: 'string', multiple: true, default: [] },
  },
})

build()
const node = options.node === undefined ? process.execPath : installPeers().node(options.node)
mkdirSync(options.out, { recursive: true })
const results = []
for (const run of options.run) {
  const [directory, ...args] = run.split(' ')
  results.push(await measureProject(directory, args))
  // As they come: a suite may take an hour.
  writeFileSync(join(options.out, 'suites.md'), toMarkdownWithSpreads(results))
  writeFileSync(join(options.out, 'suites.json'), `${JSON.stringify(results, null, 1)}\n`)
}
console.log(`${toMarkdown(results)}\nAlso in ${options.out}, with spreads, wall time and as JSON.`)

async function measureProject(directory, args) {
  const temporary = mkdtempSync(join(tmpdir(), 'tstrace-bench-'))
  const project = openProject(directory, args, temporary)
  try {
    const wanted = options.only?.split(',') ?? Object.keys(project.coverages)
    return await measure(project, wanted, { node, rounds: Number(options.rounds), temporary })
  } finally {
    project.close()
    rmSync(temporary, { recursive: true, force: true })
  }
}
