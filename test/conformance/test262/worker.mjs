/**
 * Runs one test after the other, bare and in each mode, sloppy and strict, each time in a new realm.
 * Asked `{ file, known, careful }`, answers `{ result }`: what came of each run of the test, by `scenario mode`. If a run
 * ends the process, the pool asks again to be careful: then it is told `{ run }` before each, and next time it hands on
 * what came of that one as `known`.
 */
import { join } from 'node:path'
import { instrument } from '../../../dist/instrument/index.js'
import { modes } from './modes.mjs'
import { runTest } from './realm.mjs'
import { readTest } from './tests.mjs'

const [directory, ...names] = process.argv.slice(2)

process.on('message', async ({ file, known, careful }) => {
  const test = readTest(directory, file)
  const result = { file, outcomes: {}, passes: {}, unparsed: false }
  for (const scenario of test.scenarios) {
    const bare = await once('bare', scenario)
    for (const mode of names) {
      const traced = await once(mode, scenario)
      // What depends on the time or the garbage collector: only what stays different is.
      if (traced !== bare) await again(mode, scenario)
    }
  }
  process.send({ result })

  async function once(mode, scenario) {
    const run = `${scenario} ${mode}`
    const outcome = known[run] ?? (await runAs(mode, scenario, run))
    result.outcomes[run] = outcome
    if (mode === 'bare') result.passes[scenario] = passes(test, outcome)
    return outcome
  }

  async function again(mode, scenario) {
    for (let attempt = 0; attempt < 3; attempt++) {
      if ((await once(mode, scenario)) === (await once('bare', scenario))) return
    }
  }

  function runAs(mode, scenario, run) {
    if (careful) process.send({ run })
    const transform =
      mode === 'bare'
        ? (text) => text
        : (text, path, sourceType) => {
            const { code, warnings } = instrument(text, { path, sourceType, map: false, sites: false, ...modes[mode] })
            result.unparsed ||= path === file && warnings.some(({ slug }) => slug === 'parse-error')
            return code
          }
    return runTest(test, { directory, path: join(directory, file), file, scenario, transform })
  }
})

function passes({ negative, async }, outcome) {
  if (negative) return outcome.startsWith(`${negative}: `)
  return outcome === (async ? 'Test262:AsyncTestComplete' : 'ends')
}
