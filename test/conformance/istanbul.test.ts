/** Statements, functions and branches of real packages, and how often they run, are Istanbul's. */
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { afterAll, describe, expect, test } from 'vitest'
import type { FileSites } from '../../src/model/sites.ts'
import { findSites } from '../../src/source/plan.ts'
import { AcceptedDifferences, differences } from './compare.ts'
import { corpus, type CorpusFile, corpusNames } from './corpus.ts'
import { extraSites } from './extras.ts'
import { type Driver, runBare, runIstanbul, runTraced } from './libraries.ts'
import { askIstanbul, type Oracle } from './oracle.ts'
import { istanbulSites, ourSites } from './site-keys.ts'

const accepted = new AcceptedDifferences('Corpus')
const oracles = new Map<string, Oracle>()

function oracleOf({ path, text, module }: CorpusFile): Oracle {
  const known = oracles.get(path) ?? askIstanbul(text, path, module)
  oracles.set(path, known)
  return known
}

function sitesOf({ path, text }: CorpusFile): FileSites {
  const found = findSites(text, { path })
  if (!('sites' in found)) throw new Error(`${path}: ${found.message}`)
  return found.sites
}

function compareFile(file: CorpusFile, coverage: FileCoverageData, counts: readonly number[]): string[] {
  const sites = sitesOf(file)
  const extras = extraSites(file.text, file.path, sites)
  const found = differences({ text: file.text, ours: ourSites(sites, counts), theirs: istanbulSites(coverage), extras })
  return accepted.others(file.path, found).map((difference) => `${file.path}: ${difference}`)
}

describe('the sites are those of Istanbul', { timeout: 60_000 }, () => {
  test.each(corpusNames)('%s', (name) => {
    const files = corpus(name)
    expect(files.length).toBeGreaterThan(0)
    const found = files.flatMap((file) => compareFile(file, oracleOf(file).coverage, []))
    expect(found.slice(0, 20)).toEqual([])
  })
})

describe(
  'a traced package does what the bare one does, and its sites run as often as Istanbul says',
  { timeout: 60_000 },
  () => {
    const drivers: [Driver, string[]][] = [
      ['lodash', ['lodash']],
      ['acorn', ['acorn']],
      ['moment', ['moment']],
      ['d3', ['d3']],
      ['vue', ['vue']],
      ['react', ['react', 'react-dom']],
      ['three', ['three']],
    ]
    test.each(drivers)('%s', async (driver, parts) => {
      const files = parts.flatMap(corpus)
      const asked = new Map(files.map((file) => [file.path, oracleOf(file)]))
      const bare = await runBare(driver, files)
      const istanbul = await runIstanbul(driver, files, asked)
      for (const callers of [true, false]) {
        const traced = await runTraced(driver, files, callers)
        expect(traced.output).toBe(bare)
        expect([...traced.counts.keys()].sort()).toEqual([...istanbul.coverage.keys()].sort())
        const ran = files.filter(({ path }) => istanbul.coverage.has(path))
        const found = ran.flatMap((file) =>
          compareFile(
            file,
            istanbul.coverage.get(file.path) as FileCoverageData,
            traced.counts.get(file.path)?.counts ?? [],
          ),
        )
        expect(found.slice(0, 20)).toEqual([])
      }
    })
  },
)

afterAll(() => expect(accepted.unneeded()).toEqual([]))
