/**
 * A project's own tests, bare and with us: they must end the same way, and what runs must be counted as often as Istanbul
 * counts it in the very same run.
 * `npm run suite -- --dir PROJECT [--runner vitest|jest] [--keep DIRECTORY] [-- arguments for the runner]`
 * The project is installed, Vitest's with its @vitest/coverage-istanbul. Nothing of it is changed.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { compareLines } from './lines.mjs'
import { ForeignProject } from './foreign-project.mjs'
import { compareVerdicts, tally } from './verdicts.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dir: { type: 'string' }, runner: { type: 'string' }, keep: { type: 'string' } },
})
if (!values.dir) {
  console.error('Say where: --dir PROJECT')
  process.exit(2)
}

const results = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'tstrace-suite-'))
mkdirSync(results, { recursive: true })
const project = new ForeignProject(resolve(values.dir), { runner: values.runner, args: positionals, results })
try {
  process.exitCode = compare() ? 0 : 1
} finally {
  project.restore()
  if (!values.keep) rmSync(results, { recursive: true, force: true })
}

function compare() {
  const bare = project.run('bare')
  const traced = project.run('traced', { traced: true })
  const both = project.run('both', { traced: true, istanbul: true })
  const differences = [...compareVerdicts(bare, traced), ...compareVerdicts(bare, both)]
  const lines = compareLines(both)
  for (const text of [...differences, ...lines.differences]) console.log(text)
  console.log(`
| Node | runner | bare | with us | with us and Istanbul | files | lines | otherwise |
| --- | --- | --- | --- | --- | --- | --- | --- |
| ${process.versions.node} | ${project.version} | ${[bare, traced, both].map(tally).join(' | ')} | ${lines.files} | ${lines.lines} | ${lines.differences.length} |`)
  return differences.length + lines.differences.length === 0
}
