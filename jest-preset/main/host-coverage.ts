/** Jest's own `--coverage` in the same run: it is to find what it finds without us. */
import { existsSync, readFileSync } from 'node:fs'
import type { Test, TestResult } from '@jest/reporters'
import type { Config } from '@jest/types'
import { TraceMap, traceSegment } from '@jridgewell/trace-mapping'
import type { CoverageMapData, FileCoverageData, Location } from 'istanbul-lib-coverage'
import type { SourceMap } from '../../src/instrument/index.ts'
import { probeSource } from '../../src/model/protocol.ts'
import type { TestRun } from '../../src/test-run/test-run.ts'
import { createTestRunSelector } from '../../src/selection/untraced.ts'
import { createTransform } from '../../src/test-run/transform.ts'
import { BareFiles } from './uninstrumented-files.ts'
import { bareConfig } from './inject-config.ts'
import { countsWithoutProbes } from './remove-istanbul-probes.ts'
import { commonjs, kindOfMap } from '../module-kind.ts'
import { untracedFiles } from '../worker-config.ts'
import { BareView } from './v8-coverage/index.ts'

type V8Script = NonNullable<TestResult['v8Coverage']>[number]
type V8Code = NonNullable<V8Script['codeTransformResult']>

/** What a file's counts are brought to, and where in the counted text probes are; null: there are none. */
type IstanbulView = { bare: FileCoverageData; isProbe: (place: Location) => boolean } | null
type V8View = { bare: V8Code; view: BareView } | null

/** One run, in which many test files count the same files. */
export class OtherCoverage {
  readonly #run: TestRun
  readonly #bare = new BareFiles()
  readonly #istanbulViews = new Map<string, Promise<IstanbulView>>()
  readonly #v8Views = new Map<string, Promise<V8View>>()

  constructor(run: TestRun) {
    this.#run = run
  }

  /** Before Jest's own reporter looks at them. */
  async takeProbesOut({ context }: Test, { coverage = {}, v8Coverage = [] }: TestResult): Promise<void> {
    const config = bareConfig(context)
    const counts = coverage as CoverageMapData
    for (const [path, counted] of Object.entries(counts)) {
      const work = this.#istanbul(config, path, counted as IstanbulCounts)
      counts[path] = await this.#orWarn(path, counted as FileCoverageData, work)
    }
    for (const [index, script] of v8Coverage.entries())
      v8Coverage[index] = await this.#orWarn(script.result.url, script, this.#v8(config, script))
  }

  async #istanbul(config: Config.ProjectConfig, path: string, counted: IstanbulCounts): Promise<FileCoverageData> {
    const { hash, inputSourceMap } = counted
    const view = await remembered(this.#istanbulViews, [config.id, path, hash], async () => {
      const map = mapOf(inputSourceMap)
      const kind = map && kindOfMap(map)
      const bare = (await this.#bare.coverage(config, path, kind ?? commonjs)) as IstanbulCounts | null
      if (!bare || bare.hash === hash) return null
      const planted = kind ? map : await this.#mapOfSource(config, path)
      // All but what Istanbul leaves out where it reads what it counts.
      const whole = { ...bare, _coverageSchema: counted['_coverageSchema'], hash: bare.hash }
      return planted && { bare: whole, isProbe: inProbe(planted) }
    })
    return view ? countsWithoutProbes(counted, view.bare, view.isProbe) : counted
  }

  async #v8(config: Config.ProjectConfig, script: V8Script): Promise<V8Script> {
    const { codeTransformResult: counted, result } = script
    if (!counted) return script
    const found = await remembered(this.#v8Views, [config.id, result.url, counted.sourceMapPath], async () => {
      const map = mapAt(counted)
      const kind = map && kindOfMap(map)
      if (!kind) return null
      const bare = await this.#bare.code(config, result.url, kind)
      return { bare, view: new BareView(counted.code, bare.code) }
    })
    if (!found) return script
    const functions = found.view.functions(result.functions, wrapperLength(counted))
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

  /** Of what a transformer got to see that had Istanbul count before it did anything else. */
  async #mapOfSource(config: Config.ProjectConfig, path: string): Promise<SourceMap | null> {
    const { root, options } = this.#run
    const select = createTestRunSelector(root, options, [untracedFiles(config)])
    const transform = await createTransform(options, { select, warn: () => {} }, { coverage: 'plain' })
    return transform.source(readFileSync(path, 'utf8'), path)?.map ?? null
  }
}

/** As `babel-plugin-istanbul` has its counts; it leaves the map out where it saw the source itself. */
type IstanbulCounts = FileCoverageData & { _coverageSchema: string; hash: string; inputSourceMap?: unknown }

function remembered<View>(views: Map<string, Promise<View>>, key: unknown[], make: () => Promise<View>): Promise<View> {
  const name = JSON.stringify(key)
  const view = views.get(name) ?? make()
  views.set(name, view)
  return view
}

function mapOf(map: unknown): SourceMap | null {
  return (typeof map === 'string' ? JSON.parse(map) : (map ?? null)) as SourceMap | null
}

function mapAt({ sourceMapPath }: V8Code): SourceMap | null {
  return sourceMapPath !== null && existsSync(sourceMapPath) ? mapOf(readFileSync(sourceMapPath, 'utf8')) : null
}

function inProbe(map: SourceMap): (place: Location) => boolean {
  const traced = new TraceMap(map as never)
  return ({ line, column }) => {
    const source = traceSegment(traced, line - 1, column)?.[1]
    return source !== undefined && traced.sources[source]?.endsWith(probeSource) === true
  }
}

/** Before Jest 30, what V8 counts stands in a function. */
function wrapperLength(counted: V8Code): number {
  return (counted as { wrapperLength?: number }).wrapperLength ?? 0
}
