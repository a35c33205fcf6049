/** Runs a project's suite in fresh processes, each coverage in turn: what disturbs one disturbs its neighbours. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findReport } from '../../scripts/lend.mjs'
import { compareVerdicts } from '../../conformance/suite/verdicts.mjs'

/** For each cache, `cold` and `warm`, and coverage: the seconds of each round, and which tests ended otherwise than bare. */
export async function measure(project, wanted, { node, rounds, temporary }) {
  const names = ['bare', ...Object.keys(project.coverages).filter((name) => wanted.includes(name))]
  const caches = project.hasCache ? ['cold', 'warm'] : ['cold']
  const runs = Object.fromEntries(caches.map((cache) => [cache, Object.fromEntries(names.map((name) => [name, []]))]))
  let expected = null
  for (let round = 0; round < rounds; round++) {
    for (const name of rotated(names, round)) {
      for (const cache of caches) {
        if (cache === 'cold' && project.clearCache) await execute(project.clearCache, name)
        const { outcome, cpu, wall } = await runSuite(name)
        if (name === 'bare') expected ??= outcome
        runs[cache][name].push({ cpu, wall, differences: compareVerdicts({ outcome: expected }, { name, outcome }) })
        console.error(`${project.name}, ${name}, ${cache}: ${cpu.toFixed(1)} s, ${wall.toFixed(1)} s wall`)
      }
    }
  }
  const { name, runner } = project
  return { name, runner, tests: expected.numTotalTests, caches: runs }

  async function runSuite(coverage) {
    const output = join(temporary, 'results.json')
    rmSync(output, { force: true })
    const { text, ...times } = await execute(project.writeTo(output), coverage)
    const report = coverage === 'tstrace' && findReport(project.directory, text)
    if (report) rmSync(report, { recursive: true, force: true })
    if (!existsSync(output)) throw new Error(`"${project.name}" as "${coverage}" had no outcome.\n${text.slice(-3000)}`)
    return { ...times, outcome: JSON.parse(readFileSync(output, 'utf8')) }
  }

  function execute(more, coverage) {
    return timed([node, ...project.command(coverage, more)], project.directory)
  }
}

/** No coverage is always the first, nor always behind the same one. */
function rotated(names, round) {
  const first = round % names.length
  return [...names.slice(first), ...names.slice(0, first)]
}

/** A shell knows what all processes below it took; Node does not. */
const script = '"$@" 2>&1; status=$?; echo; times; exit $status'

async function timed(command, cwd) {
  const env = { ...process.env, CI: '1', NO_COLOR: '1', FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined }
  const started = performance.now()
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...command], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) text = (text + chunk).slice(-20_000)
  const wall = (performance.now() - started) / 1000
  const [user, system] = /^(\S+) (\S+)$/.exec(text.trimEnd().split('\n').at(-1)).slice(1).map(toSeconds)
  return { cpu: user + system, wall, text }
}

/** `1m2.345s` */
function toSeconds(text) {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(text)
  return 60 * Number(minutes) + Number(seconds)
}
