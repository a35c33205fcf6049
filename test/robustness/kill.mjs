/**
 * Kills runs at random moments, lets a clean run follow, and adds up: what the store has must be what the runs counted.
 *
 *     npm run kill -- [--times N] [--seed S] [--kinds command-line,commit,child,group,signal,merge,vitest,jest] [--lanes N]
 *
 * Without --times it goes on until it is interrupted. Ends with 1 if a check failed. See `kill/ledger.mjs` for the invariant.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { build } from '../scripts/checkout.mjs'
import { commandLineKinds, openCommandLine } from './kill/command-line.mjs'
import { createDice } from './kill/dice.mjs'
import { openJest, openVitest } from './kill/runners.mjs'

/** How often each is chosen, of all. Rounds of test runners take several seconds each. */
const weights = { 'command-line': 6, commit: 12, child: 5, group: 3, signal: 5, merge: 2, vitest: 1, jest: 1 }

const { values } = parseArgs({
  options: {
    times: { type: 'string' },
    seed: { type: 'string' },
    kinds: { type: 'string' },
    lanes: { type: 'string' },
    built: { type: 'boolean' },
  },
})
const times = values.times === undefined ? Infinity : Number(values.times)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const kinds = values.kinds?.split(',') ?? Object.keys(weights)
const unknown = kinds.find((kind) => !(kind in weights))
if (unknown !== undefined) throw new Error(`There is no kind "${unknown}". Choose of ${Object.keys(weights)}.`)

if (!values.built) build()
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'tstrace-kill-')))
const tally = { kills: 0, rounds: 0, missed: 0, added: 0, lost: 0, byKind: {}, failures: [] }
const projects = new Map()
const interruption = { came: false }
process.once('SIGINT', () => (interruption.came = true))

console.log(`Kills with --seed ${seed}`)
const started = performance.now()
try {
  const lanes = Array.from({ length: Number(values.lanes ?? 3) }, (_, lane) => runLane(lane))
  await Promise.all(lanes)
} finally {
  report()
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 })
}

/** One round after the other, in projects that no other lane uses. Several lanes, since a round often waits. */
async function runLane(lane) {
  while (!interruption.came && tally.kills < times) {
    const round = tally.rounds++
    const dice = createDice(seed * 100_003 + round)
    const kind = choose(dice)
    try {
      const project = await projectFor(kind, lane)
      const outcome = await project.playRound(kind, dice)
      note(kind, round, outcome)
    } catch (error) {
      note(kind, round, { kills: 1, missed: 0, added: 0, lost: 0, problems: [String(error.stack)] })
    }
  }
}

function choose(dice) {
  const ballots = kinds.flatMap((kind) => Array(weights[kind]).fill(kind))
  return ballots[dice(ballots.length)]
}

function projectFor(kind, lane) {
  const host = commandLineKinds.includes(kind) ? 'command-line' : kind
  const key = `${host}-${lane}`
  const open = { 'command-line': openCommandLine, vitest: openVitest, jest: openJest }[host]
  if (!projects.has(key)) projects.set(key, open(join(temporary, key)))
  return projects.get(key)
}

function note(kind, round, { kills, missed, added, lost, problems }) {
  tally.kills += kills
  tally.missed += missed
  tally.added += added
  tally.lost += lost
  tally.byKind[kind] = (tally.byKind[kind] ?? 0) + kills
  for (const problem of problems) {
    tally.failures.push(problem)
    console.log(`FAILED in round ${round} (${kind}, seed ${seed}): ${problem}`)
  }
}

function report() {
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  const kindsDone = Object.entries(tally.byKind).map(([kind, kills]) => `${kind} ${kills}`)
  console.log(
    `${tally.kills} kills in ${seconds} s (${kindsDone.join(', ')}); ${tally.missed} runs had ended before.\n` +
      `Of the killed runs ${tally.added} are in the store, ${tally.lost} are not. ${tally.failures.length} checks failed.`,
  )
  process.exitCode = tally.failures.length > 0 ? 1 : 0
}
