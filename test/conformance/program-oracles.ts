/** What is asked about a program, bare and traced, and who knows better. */
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { type InstrumentOptions, instrument } from '../../src/instrument/index.ts'
import type { FileCounts } from '../../src/model/counts.ts'
import type { FileSites, Line } from '../../src/model/sites.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { findSites } from '../../src/source/number-source.ts'
import { Realm } from '../instrument/realm.ts'
import { readCalls } from '../instrument/run.ts'
import { pairsByStack } from '../instrument/stack-oracle.ts'
import { differences } from './compare.ts'
import { extraSites } from './extras.ts'
import { listen, shownOtherwise } from './lines-shown.ts'
import { askIstanbul } from './oracle.ts'
import { istanbulSites, ourSites } from './site-keys.ts'
import { callsByV8 } from './v8-calls.ts'

const path = 'shop.js'

const modes: Partial<InstrumentOptions>[] = [
  { callers: true },
  { callers: false },
  { trace: true },
  { coverage: 'plain' },
]

/**
 * Who records: the recorder that the file brings, the full one, or the full one that takes over in the middle, and from
 * which counts are taken whenever the program logs something.
 */
type Recording = 'brought' | 'full' | 'taken over'

function recordingsOf({ callers }: Partial<InstrumentOptions>): Recording[] {
  return callers ? ['brought', 'full', 'taken over'] : ['brought', 'full']
}

/**
 * What is wrong with a script when it is traced: it does something else, somebody is still running at its end, or
 * Istanbul counts other statements and branches, V8 other calls of its functions, the stack other callers; or a trace shows
 * lines more or less often than Istanbul counts them.
 */
export async function problemsOf(text: string): Promise<string[]> {
  const found = findSites(text, { path, sourceType: 'script' })
  if (!('sites' in found)) return [found.message]
  const { sites } = found
  const bare = await run(text)
  const problems: string[] = []
  const istanbul = await countsOfIstanbul(text)
  if (istanbul.log !== bare.log) problems.push('Istanbul runs another program')
  const byV8 = await callsByV8(text)
  const byStack = await pairsByStack(text, sites)
  if (byStack.log.join('\n') !== bare.log) problems.push('asking the stack runs another program')
  for (const mode of modes) {
    for (const recording of recordingsOf(mode)) {
      const traced = await runTraced(text, mode, recording)
      const way = `${JSON.stringify(mode)}, recorder ${recording}`
      if (traced.log !== bare.log) problems.push(`another program, ${way}`)
      if (traced.running) problems.push(`somebody is still running, ${way}`)
      const theirs = istanbulSites(istanbul.coverage)
      const ours = ourSites(sites, traced.counts)
      problems.push(...differences({ text, ours, theirs, extras: extraSites(text, path, sites, 'script') }))
      problems.push(...otherThanV8(byV8, sites, traced.counts))
      if (mode.callers !== false)
        problems.push(...otherThanStack(readCalls(traced.taken, { [path]: sites }).pairs, byStack.pairs))
      if (mode.trace && recording === 'full') problems.push(...shownOtherwise(text, traced.shown, istanbul.coverage))
    }
  }
  return [...new Set(problems)]
}

async function run(code: string): Promise<{ log: string; realm: Realm }> {
  const realm = new Realm()
  await realm.run(code)
  return { log: realm.log.join('\n'), realm }
}

interface TracedRun {
  log: string
  /** Whether a function still runs when nothing runs. */
  running: boolean
  /** One record each time that counts were taken. */
  taken: FileCounts[]
  /** Their sum, by counter. */
  counts: number[]
  shown: Line[]
}

async function runTraced(text: string, mode: Partial<InstrumentOptions>, recording: Recording): Promise<TracedRun> {
  const { code } = instrument(text, { path, sourceType: 'script', ...mode, map: false, sites: false })
  const realm = new Realm()
  const shown = recording === 'full' ? listen(realmRecorder(realm.global)) : []
  const taken: FileCounts[] = []
  const take = (): void => void taken.push(...takeCounts(realmRecorder(realm.global)))
  if (recording === 'taken over') realm.atLog = take
  await realm.run(code)
  take()
  const running = realmRecorder(realm.global).c !== 1
  return { log: realm.log.join('\n'), running, taken, counts: addUp(taken), shown }
}

function addUp(taken: FileCounts[]): number[] {
  const [first, ...others] = taken.map(({ counts }) => counts)
  return (first ?? []).map((count, counter) => others.reduce((sum, other) => sum + (other[counter] ?? 0), count))
}

async function countsOfIstanbul(text: string): Promise<{ log: string; coverage: FileCoverageData }> {
  const { log, realm } = await run(askIstanbul(text, path, false).code)
  const all = (realm.global as Record<string, Record<string, FileCoverageData>>)['__coverage__']
  return { log, coverage: all?.[path] as FileCoverageData }
}

function otherThanStack(ours: string[], theirs: string[]): string[] {
  const [mine, other] = [new Set(ours), new Set(theirs)]
  return [
    ...ours.filter((pair) => !other.has(pair)).map((pair) => `not by the stack: ${pair}`),
    ...theirs.filter((pair) => !mine.has(pair)).map((pair) => `by the stack: ${pair}`),
  ]
}

function otherThanV8(theirs: Map<string, number>, sites: FileSites, counts: number[]): string[] {
  return sites.functions.flatMap(({ name, body: { start }, counter }) => {
    const place = `${start.line}:${start.column}`
    const known = theirs.get(place)
    if (known === undefined || known === counts[counter]) return []
    return [`V8 counts ${known} calls, not ${counts[counter]}: ${name} at ${place}`]
  })
}
