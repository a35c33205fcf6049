/**
 * Istanbul's own specs: every case gives the counts that it says. `npm run istanbul-specs -- --dir DIRECTORY`, where
 * packages/istanbul-lib-instrument/test/specs of https://github.com/istanbuljs/istanbuljs is.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { createInstrumenter } from 'istanbul-lib-instrument'
import { parseAllDocuments } from 'yaml'
import { afterAll, describe, expect, test } from 'vitest'
import { instrument } from '../../src/instrument/index.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { findSites } from '../../src/source/number-source.ts'
import { AcceptedDifferences } from './compare.ts'
import { functionKey, istanbulSites, ourSites, type SiteCounts, type SiteKey } from './site-keys.ts'

/** A document of a spec. */
interface Spec {
  name: string
  code: string
  opts?: { generateOnly?: boolean; noCoverage?: boolean; isAsync?: boolean }
  instrumentOpts?: { esModules?: boolean; parserPlugins?: string[] }
  tests?: Case[]
}

/** Counts by Istanbul's numbers: the order in which its maps have them. */
interface Case {
  name?: string
  args?: unknown
  out?: unknown
  lines?: Record<string, number>
  statements?: Record<string, number>
  functions?: Record<string, number>
  branches?: Record<string, number[]>
}

const directory = process.env['TSTRACE_PROOF_DIR']
if (!directory) throw new Error('Say where the specs are: --dir istanbuljs/packages/istanbul-lib-instrument/test/specs')

const accepted = new AcceptedDifferences("Istanbul's specs")
const path = 'spec.js'

/** As Istanbul's own runner does it, but for the line in front: lines stay as they are. */
async function run(
  code: string,
  { args }: Case,
  { isAsync = false } = {},
): Promise<{ output: unknown; realm: object }> {
  const realm = createContext({})
  const body = `(${isAsync ? 'async ' : ''}function (args) { var output; { ${code}\n} return output })`
  const output = await (runInContext(body, realm) as (args: unknown) => unknown)(structuredClone(args))
  return { output, realm: runInContext('globalThis', realm) as object }
}

/** What Istanbul counts in the text: it numbers, and says where. */
function istanbulMaps({ code, instrumentOpts }: Spec): FileCoverageData {
  const instrumenter = createInstrumenter({ ...instrumentOpts, autoWrap: true })
  instrumenter.instrumentSync(code, path)
  return instrumenter.lastFileCoverage()
}

function expected(maps: FileCoverageData, { statements, functions, branches }: Case): SiteCounts {
  return istanbulSites({ ...maps, s: statements ?? {}, f: functions ?? {}, b: branches ?? {} })
}

async function check(spec: Spec, one: Case): Promise<string[]> {
  const { code, opts, instrumentOpts } = spec
  const sourceType = instrumentOpts?.esModules || opts?.isAsync ? 'module' : 'commonjs'
  const found = findSites(code, { path, sourceType })
  if (!('sites' in found)) return [found.message]
  if (opts?.noCoverage) return found.sites.counters === 0 ? [] : ['counts what is to be ignored']
  const { sites } = found
  const beyond = new Set(
    sites.functions.filter(({ kind }) => ['module', 'field', 'static-block'].includes(kind)).map(functionKey),
  )
  const maps = istanbulMaps(spec)
  if (opts?.generateOnly) return differing(without(ourSites(sites), beyond), istanbulSites(maps))
  const theirs = expected(maps, one)
  const problems: string[] = []
  const bare = await run(code, one, opts)
  expect(bare.output, 'the spec itself').toEqual(one.out)
  for (const callers of [true, false]) {
    const traced = await run(instrument(code, { path, sourceType, callers }).code, one, opts)
    expect(traced.output).toEqual(one.out)
    const ours = without(ourSites(sites, takeCounts(realmRecorder(traced.realm))[0]?.counts), beyond)
    problems.push(...differing(ours, theirs))
    const lines = lineCounts(ours)
    if (JSON.stringify(lines) !== JSON.stringify(one.lines ?? {}))
      problems.push(`lines ${JSON.stringify(lines)}, not ${JSON.stringify(one.lines)}`)
  }
  return problems
}

function without(sites: SiteCounts, keys: Set<SiteKey>): SiteCounts {
  return new Map([...sites].filter(([key]) => !keys.has(key)))
}

function differing(ours: SiteCounts, theirs: SiteCounts): string[] {
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((key) => {
    const [mine, other] = [JSON.stringify(ours.get(key)), JSON.stringify(theirs.get(key))]
    return mine === other ? [] : [`${key}: ${mine}, not ${other}`]
  })
}

/** The count of a line is the highest of the statements that start on it. */
function lineCounts(sites: SiteCounts): Record<string, number> {
  const lines: Record<string, number> = {}
  for (const [key, counts] of sites) {
    const line = /^statement (\d+):/.exec(key)?.[1]
    if (line !== undefined) lines[line] = Math.max(lines[line] ?? 0, ...counts.flat())
  }
  return lines
}

for (const file of readdirSync(directory).filter((name) => name.endsWith('.yaml'))) {
  const specs = parseAllDocuments(readFileSync(join(directory, file), 'utf8')).map((one) => one.toJS() as Spec)
  describe(file, () => {
    for (const spec of specs.filter((one) => one?.tests)) {
      test.each(spec.tests ?? [])(`${spec.name}, $name`, async (one) => {
        const where = `${file}, ${spec.name}, ${one.name ?? ''}`
        expect(accepted.others(where, await check(spec, one))).toEqual([])
      })
    }
  })
}

afterAll(() => expect(accepted.unneeded()).toEqual([]))
