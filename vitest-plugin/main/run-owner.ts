/** tstrace in one Vitest: begun once, whichever way it came in, and taken to every project. */
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import type { Plugin } from 'vite'
import type { Reporter, TestProject, Vitest } from 'vitest/node'
import packageJson from '../../package.json' with { type: 'json' }
import type { ResolvedOptions } from '../../src/options/options.ts'
import { createParseToBuffer } from '../../src/source/parse.ts'
import { type Transform, createTransform, runtime } from '../../src/test-run/transform.ts'
import { builtFile } from '../../src/process/built-file.ts'
import { coverageIn, leaveOutOwnFiles } from './host-coverage.ts'
import { pluginOf } from './in-charge.ts'
import { joinServer } from './join-server.ts'
import { MainProcess } from './main-process-counts.ts'
import { ordersKey } from '../messages.ts'
import { outOfReach } from './out-of-reach.ts'
import { TraceReporter } from './count-reporter.ts'
import { type VitestRun, startTestRun, workerOrders } from './vitest-run.ts'

interface Begun {
  run: VitestRun
  transform: Transform
  reporters: Reporter[]
}

/** How far Vitest is: whether it has made its reporters, and told them that tests run. */
export type Stage = 'configured' | 'initialised' | 'running'

export class Tracing {
  readonly options: ResolvedOptions
  /** For projects whose configuration does not have them. */
  readonly #plugins: readonly [Plugin, Plugin]
  readonly #reached = new Set<TestProject>()
  #begun: Promise<Begun> | null = null

  constructor(options: ResolvedOptions, plugins: readonly [Plugin, Plugin]) {
    this.options = options
    this.#plugins = plugins
  }

  /** What a transform depends on. */
  cacheKey(vitest: Vitest): string {
    const facts = JSON.stringify([packageJson.version, runtime, this.options, coverageIn(vitest)])
    return createHash('sha256').update(facts).digest('hex')
  }

  /** What our plugin in a project's own configuration is to do; null: nothing, another one does, or it can't be done. */
  async reach(vitest: Vitest, project: TestProject): Promise<Transform | null> {
    const { run, transform } = await this.begin(vitest, 'configured')
    return this.#instruct(project, run) ? transform : null
  }

  /** The projects that were not reached by a plugin of their own. */
  async reachAll(vitest: Vitest, stage: Stage): Promise<void> {
    const { run, transform } = await this.begin(vitest, stage)
    for (const project of vitest.projects) {
      if (!this.#instruct(project, run)) continue
      if (!pluginOf(project.vite)) joinServer(project.vite, this.#plugins, this.cacheKey(vitest))
      pluginOf(project.vite)?.use(transform)
    }
  }

  begin(vitest: Vitest, stage: Stage): Promise<Begun> {
    return (this.#begun ??= this.#begin(vitest, stage))
  }

  async #begin(vitest: Vitest, stage: Stage): Promise<Begun> {
    leaveOutOwnFiles(vitest)
    const run = await startTestRun(vitest, this.options)
    const transform = await createTransform(this.options, run, {
      coverage: coverageIn(vitest),
      parse: createParseToBuffer(),
    })
    // The main process hands over what it counted before the counts are brought together.
    const reporters: Reporter[] = [new MainProcess(run), new TraceReporter(run)]
    // The root's plugin is for all projects, a project's for that one.
    if (stage === 'configured' && pluginOf(vitest.vite)) {
      reporters.unshift({ onInit: (host) => this.reachAll(host, 'initialised') })
    }
    for (const reporter of reporters) await addReporter(vitest, reporter, stage)
    return { run, transform, reporters }
  }

  /** Tells a project's workers what to do; false: there is nothing to be done for it, now or at all. */
  #instruct(project: TestProject, run: VitestRun): boolean {
    if (this.#reached.has(project)) return false
    this.#reached.add(project)
    const problem = outOfReach(project)
    if (problem) run.leftOut.push(problem)
    else instruct(project, run)
    return problem === null
  }
}

/** TypeScript by its name: Vitest inlines that, wherever it lies. Not inlined, it would run only once a worker. */
const setupFile = builtFile('vitest-plugin/setup.mts')
const traceSetupFile = builtFile('vitest-plugin/setup-trace.mts')

function instruct(project: TestProject, run: VitestRun): void {
  project.config.setupFiles.unshift(setupFile, ...(run.options.trace ? [traceSetupFile] : []))
  run.addProject(project)
  project.provide(ordersKey as never, workerOrders(run, project) as never)
  // Linked in from outside of the workspace, it would not be served to jsdom and happy-dom.
  project.vite.config.server.fs.allow.push(dirname(setupFile))
}

/** A reporter that comes late is told what it has missed. */
export async function addReporter(vitest: Vitest, reporter: Reporter, stage: Stage): Promise<void> {
  if (stage === 'configured') {
    // What `config()` returns is lost when there is a `--reporter`; this is not.
    vitest.config.reporters.push(reporter)
    return
  }
  reportersOf(vitest).push(reporter)
  await reporter.onInit?.(vitest)
  if (stage === 'running') await reporter.onTestRunStart?.(await vitest.getRelevantTestSpecifications())
}

/** Those that Vitest has made. */
export function reportersOf(vitest: Vitest): Reporter[] {
  return (vitest as unknown as { reporters: Reporter[] }).reporters
}
