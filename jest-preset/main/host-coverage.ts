/** Jest's own `--coverage` in the same run: removes our probes from it, so that Jest reports what it would without us. */
import { existsSync, readFileSync } from 'node:fs'
import type { Test, TestResult } from '@jest/reporters'
import type { TransformResult } from '@jest/transform'
import type { Config } from '@jest/types'
import { TraceMap, traceSegment } from '@jridgewell/trace-mapping'
import type { CoverageMapData, FileCoverageData, Location } from 'istanbul-lib-coverage'
import type { SourceMap } from '../../src/instrument/index.ts'
import { probeSource } from '../../src/model/protocol.ts'
import { createTestRunSelector } from '../../src/selection/untraced.ts'
import type { TestRun } from '../../src/test-run/test-run.ts'
import { createTransform } from '../../src/test-run/transform.ts'
import { commonjs, kindOfMap } from '../module-kind.ts'
import { untracedFiles } from '../worker-config.ts'
import { configOf } from './inject-config.ts'
import {
  type CompileOptions,
  type IstanbulCounts,
  type ScriptTransformer,
  type V8Code,
  type V8Script,
  compile,
  createScriptTransformer,
  readInitialCounts,
  wrapperLength,
} from './jest-internals.ts'
import { removeIstanbulProbes } from './remove-istanbul-probes.ts'
import { type RemoveV8Probes, createV8ProbeRemover } from './v8-coverage/index.ts'

/** null: there are no probes to remove. */
type Istanbul = { bare: FileCoverageData; isProbe: (place: Location) => boolean } | null
type V8 = { bare: V8Code; removeProbes: RemoveV8Probes } | null

/** Of one run, in which many test files count the same files. */
export class HostCoverage {
  readonly #run: TestRun
  readonly #transformers = new Map<string, Promise<ScriptTransformer>>()
  readonly #istanbul = new Map<string, Promise<Istanbul>>()
  readonly #v8 = new Map<string, Promise<V8>>()

  constructor(run: TestRun) {
    this.#run = run
  }

  /** Changes the result before Jest's own reporter reads it. */
  async removeProbes({ context }: Test, { coverage = {}, v8Coverage = [] }: TestResult): Promise<void> {
    const config = configOf(context)
    const counts = coverage as CoverageMapData
    for (const [path, counted] of Object.entries(counts)) {
      const work = this.#fromIstanbul(config, path, counted as IstanbulCounts)
      counts[path] = await this.#orWarn(path, counted as FileCoverageData, work)
    }
    for (const [index, script] of v8Coverage.entries())
      v8Coverage[index] = await this.#orWarn(script.result.url, script, this.#fromV8(config, script))
  }

  async #fromIstanbul(config: Config.ProjectConfig, path: string, counted: IstanbulCounts): Promise<FileCoverageData> {
    const { hash, inputSourceMap } = counted
    const found = await remember(this.#istanbul, [config.id, path, hash], async () => {
      const map = parseMap(inputSourceMap)
      const kind = map && kindOfMap(map)
      const { code } = await this.#compileBare(config, path, { ...(kind ?? commonjs), instrument: true })
      const bare = readInitialCounts(code)
      if (!bare || bare.hash === hash) return null
      const planted = kind ? map : await this.#mapOfSource(config, path)
      // Istanbul does not return this field when it reads initial counts.
      const whole = { ...bare, _coverageSchema: counted['_coverageSchema'] }
      return planted && { bare: whole, isProbe: inProbe(planted) }
    })
    return found ? removeIstanbulProbes(counted, found.bare, found.isProbe) : counted
  }

  async #fromV8(config: Config.ProjectConfig, script: V8Script): Promise<V8Script> {
    const { codeTransformResult: counted, result } = script
    if (!counted) return script
    const found = await remember(this.#v8, [config.id, result.url, counted.sourceMapPath], async () => {
      const map = readMap(counted)
      const kind = map && kindOfMap(map)
      if (!kind) return null
      const bare = await this.#compileBare(config, result.url, { ...kind, instrument: false })
      return { bare, removeProbes: createV8ProbeRemover(counted.code, bare.code, wrapperLength(counted)) }
    })
    if (!found) return script
    const functions = found.removeProbes(result.functions)
    return { codeTransformResult: { ...counted, ...found.bare }, result: { ...result, functions } }
  }

  async #orWarn<Counts>(path: string, counted: Counts, work: Promise<Counts>): Promise<Counts> {
    try {
      return await work
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      const message = `What Jest's coverage says of "${path}" has probes of tstrace in it: ${reason.replace(/\.$/, '')}. Run Jest's coverage without tstrace.`
      this.#run.warn([{ slug: 'mixed-coverage', message }])
      return counted
    }
  }

  /** Without probes. An earlier run without us has left the result in Jest's cache. */
  async #compileBare(config: Config.ProjectConfig, path: string, options: CompileOptions): Promise<TransformResult> {
    const transformer = await remember(this.#transformers, [config.id], () => createScriptTransformer(config))
    return compile(transformer, path, options)
  }

  /** For a transformer that has Istanbul instrument the source before it compiles it. */
  async #mapOfSource(config: Config.ProjectConfig, path: string): Promise<SourceMap | null> {
    const { root, options } = this.#run
    const select = createTestRunSelector(root, options, [untracedFiles(config)])
    const transform = await createTransform(options, { select, warn: () => {} }, { coverage: 'plain' })
    return transform.source(readFileSync(path, 'utf8'), path)?.map ?? null
  }
}

function remember<Value>(known: Map<string, Promise<Value>>, key: unknown[], make: () => Promise<Value>) {
  const name = JSON.stringify(key)
  const value = known.get(name) ?? make()
  known.set(name, value)
  return value
}

function parseMap(map: unknown): SourceMap | null {
  return (typeof map === 'string' ? JSON.parse(map) : (map ?? null)) as SourceMap | null
}

function readMap({ sourceMapPath }: V8Code): SourceMap | null {
  return sourceMapPath !== null && existsSync(sourceMapPath) ? parseMap(readFileSync(sourceMapPath, 'utf8')) : null
}

function inProbe(map: SourceMap): (place: Location) => boolean {
  const traced = new TraceMap(map as never)
  return ({ line, column }) => {
    const source = traceSegment(traced, line - 1, column)?.[1]
    return source !== undefined && traced.sources[source]?.endsWith(probeSource) === true
  }
}
