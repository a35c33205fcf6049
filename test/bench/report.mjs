/**
 * What a large run's end costs: shards merged, and their report written, in fresh processes.
 * `node test/bench/report.mjs [--files=5000] [--lines=200] [--shards=50]` prints a table, with half and a quarter of the
 * files beside, to see that time grows as they do.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'tsdown'
import { root } from '../scripts/checkout.mjs'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '5000' },
    lines: { type: 'string', default: '200' },
    shards: { type: 'string', default: '50' },
    keep: { type: 'boolean', default: false },
  },
})
const [files, lines, shards] = [values.files, values.lines, values.shards].map(Number)
const cache = join(root, 'node_modules/.cache/tstrace-bench')
mkdirSync(cache, { recursive: true })
const built = mkdtempSync(join(cache, 'report-'))

try {
  const entry = [join(root, 'test/bench/report.entry.ts')]
  await build({ entry, outDir: built, platform: 'node', config: false, dts: false, logLevel: 'silent' })
  console.log('| files | lines | shards | merge, s | report, s | of a processor, s | merge, MB | report, MB |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const part of [4, 2, 1]) printRow(Math.ceil(files / part))
} finally {
  rmSync(built, { recursive: true })
}

function printRow(fileCount) {
  const directory = mkdtempSync(join(tmpdir(), 'tstrace-bench-'))
  try {
    const run = (task) => execute([task, directory, fileCount, lines, shards])
    run('make')
    const [merge, report] = [run('merge'), run('report')].map((text) => JSON.parse(text.trim().split('\n').at(-1)))
    const times = [merge.seconds, report.seconds, merge.cpu + report.cpu].map((seconds) => seconds.toFixed(1))
    const sizes = [merge, report].map(({ megabytes }) => Math.round(megabytes))
    console.log(`| ${[fileCount, fileCount * lines, shards, ...times, ...sizes].join(' | ')} |`)
  } finally {
    if (!values.keep) rmSync(directory, { recursive: true })
  }
}

function execute(args) {
  const node = [join(built, 'report.entry.mjs'), ...args.map(String)]
  return execFileSync(process.execPath, node, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}
