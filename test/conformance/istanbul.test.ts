/** Statements, functions and branches of real packages, and how often they run, are Istanbul's. */
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { afterAll, describe, expect, test } from 'vitest'
import type { FileSites } from '../../src/model/sites.ts'
import { findSites } from '../../src/source/number-source.ts'
import { AcceptedDifferences, differences } from './compare.ts'
import { corpus, type CorpusFile, corpusNames, corpusTimeLimit } from './corpus.ts'
import { extraSites } from './extras.ts'
import { recallIstanbul } from './kept-answers.ts'
import { type Driver, runBare, runIstanbul, runTraced } from './libraries.ts'
import type { Oracle } from './oracle.ts'
import { istanbulSites, ourSites, type SiteKey } from './site-keys.ts'

const accepted = new AcceptedDifferences('Corpus')

/** What is asked once a file. */
interface Known {
  oracle: Oracle
  sites: FileSites
  extras: Set<SiteKey>
}
const known = new Map<string, Known>()

function askOnce({ path, text, module }: CorpusFile): Known {
  const before = known.get(path)
  if (before) return before
  const found = findSites(text, { path })
  if (!('sites' in found)) throw new Error(`${path}: ${found.message}`)
  const { sites } = found
  const answer = { oracle: recallIstanbul(text, path, module), sites, extras: extraSites(text, path, sites) }
  known.set(path, answer)
  return answer
}

/** Without counts: none of either. */
function compareFile(file: CorpusFile, coverage?: FileCoverageData, counts?: readonly number[]): string[] {
  const { oracle, sites, extras } = askOnce(file)
  const theirs = istanbulSites(coverage ?? oracle.coverage)
  const found = differences({ text: file.text, ours: ourSites(sites, counts), theirs, extras })
  return accepted.others(file.path, found).map((difference) => `${file.path}: ${difference}`)
}

describe('the sites are those of Istanbul', { timeout: corpusTimeLimit() }, () => {
  test.each(corpusNames)('%s', (name) => {
    const found = corpus(name).flatMap((file) => compareFile(file))
    expect(found.slice(0, 20)).toEqual([])
  })
})

describe(
  'a traced package does what the bare one does, and its sites run as often as Istanbul says',
  { timeout: corpusTimeLimit() },
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
      const asked = new Map(files.map((file) => [file.path, askOnce(file).oracle]))
      const bare = await runBare(driver, files)
      const istanbul = await runIstanbul(driver, files, asked)
      expect(istanbul.output).toBe(bare)
      expect(istanbul.coverage.size).toBeGreaterThan(0)
      for (const callers of [true, false]) {
        const traced = await runTraced(driver, files, callers)
        expect(traced.output).toBe(bare)
        expect([...traced.counts.keys()].sort()).toEqual([...istanbul.coverage.keys()].sort())
        const found = [...istanbul.coverage].flatMap(([path, coverage]) => {
          const file = files.find((one) => one.path === path) as CorpusFile
          return compareFile(file, coverage, traced.counts.get(path)?.counts)
        })
        expect(found.slice(0, 20)).toEqual([])
      }
    })
  },
)

afterAll(() => expect(accepted.unneeded()).toEqual([]))
