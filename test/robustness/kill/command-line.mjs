/** Rounds of the command line: some runs into one store at once, of which most are killed, and a clean one after them. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { root } from '../../scripts/checkout.mjs'
import { pick } from './dice.mjs'
import { ageLock, checkAdded, findLeftovers, readCounts, timesOf } from './ledger.mjs'
import { Run, onFile } from './processes.mjs'

export const commandLineKinds = ['command-line', 'commit', 'child', 'group', 'signal', 'merge']

const cli = join(root, 'dist/cli/index.js')
const slots = Array.from({ length: 6 }, (_, slot) => slot)
const cleanSlot = 'clean'

/** Counts 20 on its third line, all in one turn: a signal's listener comes before or after. */
const slotText = `let sum = 0
for (let index = 0; index < 20; index++) {
  sum += index
}
export default sum
`

/** Says how far it is, and waits as long as it is told before and after its slot is counted. Its own lines are ignored. */
const programText = `import { fork } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
const [slot, before, after, status, child] = process.argv.slice(2)
process.exitCode = Number(status)
const forked = child && fork(process.argv[1], [child, before, after, '0'])
if (forked) console.log('child', forked.pid)
await setTimeout(Number(before))
await import('./slot-' + slot + '.mjs')
console.log('counted', slot)
await setTimeout(Number(after))
`

/** When a killed run is killed: at any time, or a moment after a file appears beside the store. */
const moments = {
  draft: /\.draft-/,
  unmerged: /\.unmerged-/,
  merged: /\.merged-/,
  store: /^st\.jsonl$/,
  lock: /\.lock$/,
}

/** A run takes about so long here and now, in milliseconds. */
let usualTime = 700

export async function openCommandLine(directory) {
  const project = new CommandLine(directory)
  await project.prepare()
  return project
}

class CommandLine {
  constructor(directory) {
    this.directory = directory
    this.stores = join(directory, 'stores')
    this.store = join(this.stores, 'st.jsonl')
    this.temporary = join(directory, 'tmp')
    this.parts = join(this.temporary, `tstrace-${process.getuid?.() ?? 'user'}`)
  }

  /** Writes the programs, and learns what one run counts. */
  async prepare() {
    for (const path of [this.stores, this.temporary]) mkdirSync(path, { recursive: true })
    writeFileSync(join(this.directory, 'program.mjs'), programText)
    for (const slot of [...slots.flatMap((name) => [name, `child-${name}`]), cleanSlot])
      writeFileSync(join(this.directory, `slot-${slot}.mjs`), slotText)
    await this.start(cleanSlot, {}).end()
    this.base = readCounts(this.store).get(`slot-${cleanSlot}.mjs`)
    if (this.base?.[2] !== 60 && !this.base?.includes(20)) throw new Error(`one run counts ${this.base}`)
  }

  start(slot, { before = 0, after = 0, status = 0, child = '' }) {
    const args = [cli, '-cR', '--ignore-module=program', '-f', this.store, 'program.mjs']
    const run = new Run([...args, slot, before, after, status, child].map(String), {
      cwd: this.directory,
      env: { TMPDIR: this.temporary },
    })
    return Object.assign(run, { slot, child, status })
  }

  async playRound(kind, dice) {
    const before = readCounts(this.store)
    if (kind === 'merge') return this.playMerge(dice, before)
    const doomed = slots.slice(0, 1 + dice(3))
    const runs = doomed.map((slot) => this.startDoomed(kind, dice, slot, usualTime * (0.5 + doomed.length * 0.6)))
    // One that nobody kills, at the same time.
    if (dice(3) === 0) runs.push(this.start(5, { before: dice(100), status: 3, child: '' }))
    const results = await Promise.all(runs.map(async (run) => ({ run, ...(await run.end()) })))
    return this.check(before, results, await this.runClean(dice))
  }

  startDoomed(kind, dice, slot, time) {
    const child = kind === 'child' || kind === 'group' || dice(6) === 0 ? `child-${slot}` : ''
    const run = this.start(slot, { before: dice(60), after: dice(60), status: pick(dice, [0, 7]), child })
    const signal = kind === 'signal' ? pick(dice, ['SIGTERM', 'SIGINT']) : 'SIGKILL'
    const target = kind === 'group' ? 'group' : kind === 'signal' ? pick(dice, ['main', 'group']) : 'main'
    const delay = dice(Math.round(time))
    if (kind === 'child') this.killChild(run, dice(Math.round(time / 2)))
    else if (kind === 'commit') {
      const stop = onFile(this.stores, pick(dice, Object.values(moments)), dice(4), () => run.kill(signal))
      void run.exit.then(stop)
    } else setTimeout(() => run.kill(signal, target), delay)
    return run
  }

  killChild(run, delay) {
    run.process.stdout.on('data', () => {
      const [, pid] = /^child (\d+)$/m.exec(run.output.stdout) ?? []
      if (pid === undefined || run.childPid !== undefined) return
      run.childPid = Number(pid)
      setTimeout(() => run.kill('SIGKILL', run.childPid), delay)
    })
  }

  /** Ten seconds after a kill in the middle of a commit, unless this is one of the few rounds that wait for it. */
  async runClean(dice) {
    if (dice(25) !== 0) ageLock(this.store)
    const started = performance.now()
    const run = this.start(cleanSlot, { status: 5 })
    const end = await run.end()
    usualTime = usualTime * 0.8 + Math.min(performance.now() - started, 3000) * 0.2
    return { run, ...end }
  }

  check(before, results, clean) {
    const after = readCounts(this.store)
    const all = [...results, clean]
    const messages = all.flatMap(({ run }) => run.messages)
    const expected = all.flatMap((result) => this.expect(result))
    const { problems, added } = checkAdded(before, after, expected)
    for (const result of all) problems.push(...checkEnd(result))
    problems.push(...findLeftovers(this.stores, ['st.jsonl'], messages))
    problems.push(...findLeftovers(this.parts, [], messages))
    return { ...summarize(results, added), problems: problems.map((text) => `${text}\n${describeRuns(all)}`) }
  }

  /** What a run must add. */
  expect({ run, status }) {
    const { slot, child, killedBy, target, output, messages } = run
    const counted = (name) => new RegExp(`^counted ${name}$`, 'm').test(output.stdout)
    const whole =
      killedBy === null || target === 'child' || (killedBy !== 'SIGKILL' && counted(slot)) || status !== null
    const own = { path: `slot-${slot}.mjs`, base: this.base, least: whole ? 1 : 0, most: 1, why: nameEnd(run) }
    if (child === '') return [own]
    // Whoever is killed beside the one that reports is named by it, with its number.
    const number = /^child (\d+)$/m.exec(output.stdout)?.[1]
    const named = messages.some((message) => message.includes(`process ${number}`))
    const childWhole = whole && !named && counted(child) && killedBy === null
    return [own, { ...own, path: `slot-${child}.mjs`, least: childWhole ? 1 : 0, why: `child of ${own.why}` }]
  }

  /** Stores are merged while that is killed: the sum is there or not, and nothing else is. */
  async playMerge(dice, before) {
    const [first, out] = ['st.jsonl', 'sum.jsonl']
    writeFileSync(join(this.stores, 'other.jsonl'), storeText('other.mjs', this.base))
    const kills = 1 + dice(3)
    for (let kill = 0; kill < kills; kill++) {
      const run = this.merge([first, 'other.jsonl'], out)
      if (dice(2) === 0) onFile(this.stores, /sum\.jsonl/, dice(4), () => run.kill('SIGKILL'))
      else setTimeout(() => run.kill('SIGKILL'), dice(Math.round(usualTime)))
      await run.end()
      ageLock(join(this.stores, out))
    }
    const clean = this.merge([first, 'other.jsonl'], out)
    const end = await clean.end()
    const problems = []
    if (end.status !== 0) problems.push(`a clean merge ends with ${end.status}: ${clean.output.stderr}`)
    const sum = readCounts(join(this.stores, out))
    const expected = [...before.keys(), 'other.mjs'].map((path) => {
      const times = timesOf(before.get(path) ?? this.base, this.base)
      return { path, base: this.base, least: times, most: times, why: 'merged' }
    })
    problems.push(...checkAdded(new Map(), sum, expected).problems)
    const inputs = ['st.jsonl', 'other.jsonl', out]
    problems.push(...findLeftovers(this.stores, inputs, clean.messages))
    for (const name of readdirSync(this.stores))
      if (name !== 'st.jsonl') rmSync(join(this.stores, name), { recursive: true, force: true })
    return { kills, missed: 0, added: 0, lost: 0, problems }
  }

  merge(inputs, out) {
    return new Run([cli, 'merge', '-o', out, ...inputs], { cwd: this.stores, env: { TMPDIR: this.temporary } })
  }
}

function storeText(path, counts) {
  const record = { path, hash: 'c0ffee', plan: 't', counts, callers: [], pairs: [] }
  const lines = [{ tstrace: 'store', version: 1 }, record, { end: true }]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function checkEnd({ run, status, signal, late }) {
  const problems = []
  if (late) problems.push('it did not end')
  if (run.stacks !== null) problems.push(`a stack trace is shown: ${run.stacks.trim()}`)
  const killed = run.killedBy !== null && run.target !== 'child'
  if (!killed && status !== run.status) problems.push(`it ends with ${status ?? signal}, not ${run.status}`)
  if (killed && status !== run.status && signal !== run.killedBy)
    problems.push(`it ends with ${status ?? signal}, not by ${run.killedBy}`)
  return problems.map((problem) => `${nameEnd(run)}: ${problem}`)
}

function nameEnd({ slot, killedBy, target }) {
  return killedBy === null ? `run ${slot}, not killed` : `run ${slot}, ${killedBy} to its ${target}`
}

export function describeRuns(results) {
  return results
    .map(
      ({ run, status, signal }) => `  ${nameEnd(run)}, ended with ${status ?? signal}: ${JSON.stringify(run.output)}`,
    )
    .join('\n')
}

function summarize(results, added) {
  const killed = results.filter(({ run }) => run.killedBy !== null)
  const main = killed.filter(({ run }) => run.target !== 'child')
  const inStore = main.filter(({ run }) => added.get(`slot-${run.slot}.mjs`) > 0).length
  return { kills: killed.length, missed: results.length - killed.length, added: inStore, lost: main.length - inStore }
}
