/** Rounds of Vitest and Jest: runs of different test files into one store, of which a worker or the main process is killed. */
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../scripts/checkout.mjs'
import { pick } from './dice.mjs'
import { ageLock, checkAdded, findLeftovers, readCounts } from './ledger.mjs'
import { Run, findChildren, onFile, send } from './processes.mjs'

/** Each run has test files of its own; each test file has a source of its own. */
const sets = ['first', 'second', 'clean']
const testsInSet = ['one', 'two', 'three']

const options = { include: 'src/**', file: 'stores/st.jsonl', report: false }

const hosts = {
  vitest: {
    command: ['node_modules/vitest/vitest.mjs', 'run'],
    source: (text) => `export ${text}`,
    test: (set, name) =>
      `import { test } from 'vitest'\nimport { appendFileSync } from 'node:fs'\nimport { sum } from '../../src/${set}-${name}.js'\n${testText(set)}`,
    files: {
      'package.json': '{ "private": true, "type": "module" }',
      'vitest.config.js': `import tstrace from 'tstrace/vitest'
        export default { plugins: [tstrace(${JSON.stringify(options)})], test: { pool: 'forks', maxWorkers: 2 } }`,
    },
    link: (modules) => {
      for (const name of ['vitest', 'vite']) symlinkSync(join(root, 'node_modules', name), join(modules, name))
    },
  },
  jest: {
    command: ['node_modules/jest/bin/jest.js', '--maxWorkers=2', '--workerIdleMemoryLimit=1GB'],
    source: (text) => `exports.sum = ${text}`,
    test: (set, name) =>
      `const { appendFileSync } = require('node:fs')\nconst { sum } = require('../../src/${set}-${name}.js')\n${testText(set)}`,
    files: {
      'package.json': '{ "private": true }',
      'jest.config.json': JSON.stringify({ reporters: [['tstrace', options]], testMatch: ['**/*.test.js'] }),
    },
    link: (modules) => {
      const installed = join(installJest(), 'node_modules')
      for (const name of readdirSync(installed).filter((entry) => !entry.startsWith('.')))
        symlinkSync(join(installed, name), join(modules, name))
    },
  },
}

function testText(set) {
  return `appendFileSync('pids-${set}', process.pid + '\\n')
test('sums', async () => { sum(); await new Promise((resolve) => setTimeout(resolve, Math.random() * 400)) })
`
}

/** Once for this machine. */
function installJest() {
  const directory = join(tmpdir(), 'tstrace-packages/kill-jest-30')
  if (existsSync(directory)) return directory
  const unfinished = `${directory}.${Date.now()}`
  mkdirSync(unfinished, { recursive: true })
  writeFileSync(join(unfinished, 'package.json'), '{ "private": true }')
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', 'jest@~30.5.2']
  const { status } = spawnSync('npm', args, { cwd: unfinished, stdio: 'inherit' })
  if (status !== 0) throw new Error('Jest could not be installed')
  renameSync(unfinished, directory)
  return directory
}

export async function openVitest(directory) {
  return open(directory, hosts.vitest)
}

export async function openJest(directory) {
  return open(directory, hosts.jest)
}

async function open(directory, host) {
  const project = new RunnerProject(directory, host)
  await project.prepare()
  return project
}

class RunnerProject {
  constructor(directory, host) {
    this.directory = directory
    this.host = host
    this.stores = join(directory, 'stores')
    this.store = join(this.stores, 'st.jsonl')
    this.parts = join(directory, 'node_modules/.cache/tstrace')
  }

  async prepare() {
    const { files, link, source, test } = this.host
    const modules = join(this.directory, 'node_modules')
    for (const path of [modules, this.stores]) mkdirSync(path, { recursive: true })
    link(modules)
    symlinkSync(root, join(modules, 'tstrace'))
    const text =
      'function sum() {\n  let sum = 0\n  for (let i = 0; i < 20; i++) {\n    sum += i\n  }\n  return sum\n}\n'
    const texts = { ...files }
    for (const set of sets)
      for (const name of testsInSet) {
        texts[`src/${set}-${name}.js`] = source(text)
        texts[`test/${set}/${name}.test.js`] = test(set, name)
      }
    for (const [name, content] of Object.entries(texts)) {
      mkdirSync(join(this.directory, name, '..'), { recursive: true })
      writeFileSync(join(this.directory, name), content)
    }
    const started = performance.now()
    const first = await this.runWhole('clean')
    this.usualTime = performance.now() - started
    this.base = readCounts(this.store).get('src/clean-one.js')
    if (!this.base?.includes(20)) throw new Error(`one run counts ${this.base}: ${JSON.stringify(first.run.output)}`)
  }

  start(set) {
    rmSync(join(this.directory, `pids-${set}`), { force: true })
    const run = new Run([...this.host.command, `test/${set}/`], { cwd: this.directory, env: { CI: '1' } })
    return Object.assign(run, { set })
  }

  async runWhole(set) {
    const run = this.start(set)
    return { run, ...(await run.end()) }
  }

  async playRound(_, dice) {
    const before = readCounts(this.store)
    const runs = sets.slice(0, 1 + dice(2)).map((set) => this.start(set))
    const wheres = runs.map((run) => this.doom(run, dice))
    const results = await Promise.all(runs.map(async (run) => ({ run, ...(await run.end()) })))
    ageLock(this.store)
    const clean = await this.runWhole('clean')
    const problems = this.check(before, [...results, clean], wheres)
    problems.push(...(await this.resumeLeftovers(before)))
    const kills = runs.filter(({ killedBy }) => killedBy !== null).length
    const after = readCounts(this.store)
    const added = runs.filter(({ set }) => pathsOf(set).some((path) => differs(before, after, path)))
    return { kills, missed: runs.length - kills, added: added.length, lost: runs.length - added.length, problems }
  }

  /** Chooses where and when the run is killed. */
  doom(run, dice) {
    const where = pick(dice, ['worker', 'worker', 'main', 'commit', 'signal', 'finish'])
    const time = dice(Math.round(this.usualTime))
    if (where === 'worker') void this.killWorker(run, dice)
    else if (where === 'commit') {
      const stop = onFile(this.stores, pick(dice, [/draft/, /unmerged/, /merged/, /\.lock$/]), dice(4), () =>
        run.kill('SIGKILL'),
      )
      void run.exit.then(stop)
    } else if (where === 'main') setTimeout(() => run.kill('SIGKILL'), time)
    else if (where === 'signal') setTimeout(() => run.kill(pick(dice, ['SIGINT', 'SIGTERM'])), time)
    else void this.killFinish(run, time, dice(500))
    return where
  }

  /** Some time after the first test file has begun, one of the processes that run them. */
  async killWorker(run, dice) {
    const path = join(this.directory, `pids-${run.set}`)
    while (!existsSync(path) && !run.ended) await sleep(20)
    await sleep(dice(500))
    const pids = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(Number) : []
    const alive = pids.filter((pid) => send(pid, 0))
    if (alive.length > 0) run.kill('SIGKILL', pick(dice, alive))
  }

  /** The process that reports an interrupted run. */
  async killFinish(run, time, delay) {
    await sleep(time)
    run.kill('SIGINT')
    for (;;) {
      if (run.ended) return
      const [pid] = findChildren(run.pid, 'finish.js')
      if (pid !== undefined) {
        await sleep(delay)
        send(pid, 'SIGKILL')
        return
      }
      await sleep(5)
    }
  }

  check(before, results, wheres) {
    const after = readCounts(this.store)
    const messages = results.flatMap(({ run }) => run.messages)
    const expected = results.flatMap(({ run, status }) => this.expect(run, status))
    const { problems } = checkAdded(before, after, expected)
    for (const { run, status, signal, late } of results) {
      if (late) problems.push(`${run.set} did not end`)
      if (run.stacks?.includes(join(root, 'dist')))
        problems.push(`${run.set}: a stack trace is shown: ${run.stacks.trim()}`)
      if (run.killedBy === null && status !== 0) problems.push(`${run.set}: it ends with ${status ?? signal}, not 0`)
      if (status === 0 && pathsOf(run.set).some((path) => !differs(before, after, path)))
        problems.push(`${run.set}: ends with 0 though counts of it are missing`)
    }
    problems.push(...findLeftovers(this.stores, ['st.jsonl'], messages))
    problems.push(...findLeftovers(this.parts, [], messages))
    const told = results.map(
      ({ run, status, signal }, index) =>
        `  ${run.set}, ${wheres[index] ?? 'not killed'} (${run.killedBy}), ended with ${status ?? signal}: ${run.messages.join(' | ')}`,
    )
    return problems.map((problem) => `${problem}\n${told.join('\n')}`)
  }

  /** A test file is added once, or not if a message names it; only of a main process that was killed nobody can tell. */
  expect(run, status) {
    const unstarted = run.killedBy !== null && !existsSync(join(this.directory, `pids-${run.set}`))
    const silent = unstarted || (run.killedBy === 'SIGKILL' && run.target === 'main' && status === null)
    const all = run.messages.join('\n')
    const general = /before a test file was done|are kept in/.test(all)
    return testsInSet.map((name) => {
      const named =
        general ||
        all.includes(`test/${run.set}/${name}.test.js`) ||
        (run.killedBy !== null && /test runner did not start/.test(all))
      const least = silent || named ? 0 : 1
      return {
        path: `src/${run.set}-${name}.js`,
        base: this.base,
        least,
        most: 1,
        why: `${run.killedBy} to ${run.target}`,
      }
    })
  }

  /** What waits is reported by hand: no more may come of it than what is missing. */
  async resumeLeftovers(before) {
    const left = existsSync(this.parts) ? readdirSync(this.parts) : []
    if (left.length === 0) return []
    for (const name of left) {
      await new Run([join(root, 'dist/test-run/finish.js'), join(this.parts, name)], { cwd: this.directory }).end()
      rmSync(join(this.parts, name), { recursive: true, force: true })
    }
    const paths = sets.flatMap(pathsOf)
    const expected = paths.map((path) => ({
      path,
      base: this.base,
      least: 0,
      most: 1,
      why: 'after what was left is reported',
    }))
    return checkAdded(before, readCounts(this.store), expected).problems
  }
}

function differs(before, after, path) {
  return JSON.stringify(before.get(path)) !== JSON.stringify(after.get(path))
}

function pathsOf(set) {
  return testsInSet.map((name) => `src/${set}-${name}.js`)
}
