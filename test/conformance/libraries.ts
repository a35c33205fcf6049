/** Packages run under a driver: bare, with Istanbul's instrumentation, and with ours. */
import { inspect } from 'node:util'
import type { FileCoverageData } from 'istanbul-lib-coverage'
import type { FileCounts } from '../../src/model/counts.ts'
import { instrument } from '../../src/instrument/index.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import type { CorpusFile } from './corpus.ts'
import type { Oracle } from './oracle.ts'
import { Sandbox } from './sandbox.ts'

export type Driver = 'lodash' | 'acorn' | 'moment' | 'd3' | 'vue' | 'react' | 'three'

/** What the driver made of the package, as text. */
export async function runBare(driver: Driver, files: CorpusFile[]): Promise<string> {
  return drive(driver, files, new Sandbox((text) => text))
}

export async function runIstanbul(
  driver: Driver,
  files: CorpusFile[],
  oracles: Map<string, Oracle>,
): Promise<{ output: string; coverage: Map<string, FileCoverageData> }> {
  const sandbox = new Sandbox((text, path) => oracles.get(path)?.code ?? text)
  const output = await drive(driver, files, sandbox)
  const coverage = (sandbox.global['__coverage__'] ?? {}) as Record<string, FileCoverageData>
  return { output, coverage: new Map(Object.entries(coverage)) }
}

export async function runTraced(
  driver: Driver,
  files: CorpusFile[],
  callers: boolean,
): Promise<{ output: string; counts: Map<string, FileCounts> }> {
  const corpus = new Map(files.map((file) => [file.path, file]))
  const sandbox = new Sandbox((plain, path) => {
    const file = corpus.get(path)
    if (!file) return plain
    const sourceType = file.module ? 'module' : 'commonjs'
    return instrument(file.text, { path, callers, sourceType, map: false, sites: false }).code
  })
  const recorder = realmRecorder(sandbox.global)
  const output = await drive(driver, files, sandbox)
  return { output, counts: new Map(takeCounts(recorder).map((one) => [one.path, one])) }
}

async function drive(driver: Driver, files: CorpusFile[], sandbox: Sandbox): Promise<string> {
  await sandbox.convert(files.filter(({ module }) => module).map(({ path }) => path))
  const result = await sandbox.require(`test/conformance/drivers/${driver}.cjs`)
  return inspect(result, { depth: 20, maxArrayLength: null, maxStringLength: null })
}
