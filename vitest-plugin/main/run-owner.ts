/** Starts tstrace in a Vitest, once, and adds the projects to its run. */
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import type { Plugin } from 'vite'
import type { Reporter, TestProject, Vitest } from 'vitest/node'
import packageJson from '../../package.json' with { type: 'json' }
import type { Warning } from '../../src/model/error.ts'
import type { ResolvedOptions } from '../../src/options/options.ts'
import { createParseToBuffer } from '../../src/source/parse.ts'
import { type Transform, type TransformHost, createTransform, runtime } from '../../src/test-run/transform.ts'
import { builtFile } from '../../src/process/built-file.ts'
import { workerConfigKey } from '../messages.ts'
import { findPlugin } from './find-plugin.ts'
import { MainProcessReporter } from './main-process-reporter.ts'
import { outOfReach } from './out-of-reach.ts'
import { VitestRunReporter } from './run-reporter.ts'
import {
  type Stage,
  addPlugins,
  addReporter,
  addSetupFiles,
  coverageTranspiler,
  excludeOwnFiles,
  provide,
  takesRanges,
} from './vitest-internals.ts'
import { type VitestRun, startVitestRun, workerConfigFor } from './vitest-run.ts'

interface StartedRun {
  run: VitestRun
  transform: Transform
  reporters: Reporter[]
}

/** Belongs to one plugin, which leads the other ones of its Vitest. */
export class RunOwner {
  readonly options: ResolvedOptions
  /** For projects that are configured without them. */
  readonly #plugins: readonly [Plugin, Plugin, Plugin]
  readonly #seen = new Set<TestProject>()
  #started: Promise<StartedRun> | null = null

  constructor(options: ResolvedOptions, plugins: readonly [Plugin, Plugin, Plugin]) {
    this.options = options
    this.#plugins = plugins
  }

  /** A hash of all that the transform depends on. */
  cacheKey(vitest: Vitest): string {
    const facts = JSON.stringify([packageJson.version, runtime, this.options, coverageTranspiler(vitest)])
    return createHash('sha256').update(facts).digest('hex')
  }

  /** Adds a project that is configured with our plugin. The transform for the plugin; null: it transforms nothing. */
  async addProject(vitest: Vitest, project: TestProject): Promise<Transform | null> {
    const { run, transform } = await this.start(vitest, 'configured')
    return this.#add(project, run) ? transform : null
  }

  /** Adds the projects that are configured without our plugin. */
  async addAllProjects(vitest: Vitest, stage: Stage): Promise<void> {
    const { run, transform } = await this.start(vitest, stage)
    for (const project of vitest.projects) {
      if (!this.#add(project, run)) continue
      if (!findPlugin(project.vite)) addPlugins(project.vite, this.#plugins, this.cacheKey(vitest))
      findPlugin(project.vite)?.use(transform)
    }
  }

  start(vitest: Vitest, stage: Stage): Promise<StartedRun> {
    return (this.#started ??= this.#start(vitest, stage))
  }

  async #start(vitest: Vitest, stage: Stage): Promise<StartedRun> {
    excludeOwnFiles(vitest)
    const run = await startVitestRun(vitest, this.options)
    const transform = await createTransform(this.options, transformHost(run), {
      coverage: coverageTranspiler(vitest),
      parse: createParseToBuffer(),
    })
    // The main process must write its counts before the second reporter reads all of them.
    const reporters: Reporter[] = [new MainProcessReporter(run), new VitestRunReporter(run)]
    reporters.push({ onTestRunStart: () => run.untested.watch(vitest) })
    if (takesRanges(vitest)) run.leftOut.push(rangesAsBranches)
    // The plugin of the root is for all projects, a plugin of a project for that one.
    if (stage === 'configured' && findPlugin(vitest.vite)) {
      reporters.unshift({ onInit: (host) => this.addAllProjects(host, 'initialised') })
    }
    for (const reporter of reporters) await addReporter(vitest, reporter, stage)
    return { run, transform, reporters }
  }

  /** false: it was added before, or it cannot be traced. */
  #add(project: TestProject, run: VitestRun): boolean {
    if (this.#seen.has(project)) return false
    this.#seen.add(project)
    const problem = outOfReach(project)
    if (problem) run.leftOut.push(problem)
    else configure(project, run)
    return problem === null
  }
}

function transformHost(run: VitestRun): TransformHost {
  return {
    select: (path) => (run.untested.has(path) ? { trace: false, reason: 'no test loads it' } : run.select(path)),
    warn: (warnings) => run.warn(warnings),
  }
}

const rangesAsBranches: Warning = {
  slug: 'mixed-coverage',
  message:
    'Vitest\'s own coverage, "v8", takes the ranges that V8 counts for branches and functions. With the probes of tstrace there are more of them, so the percentages of both may be higher than without tstrace. ' +
    'Set "coverage.experimentalAstAwareRemapping" to true, as it is in Vitest 4, or take the provider "istanbul".',
}

/** Vitest inlines TypeScript, so these have the extension `.mts`: other files would run only once in each worker. */
const setupFile = builtFile('vitest-plugin/setup.mts')
const traceSetupFile = builtFile('vitest-plugin/setup-trace.mts')

function configure(project: TestProject, run: VitestRun): void {
  addSetupFiles(project, dirname(setupFile), [setupFile, ...(run.options.trace ? [traceSetupFile] : [])])
  run.addProject(project)
  provide(project, workerConfigKey, workerConfigFor(run, project))
}
