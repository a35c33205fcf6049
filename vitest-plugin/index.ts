/** `import tstrace from 'tstrace/vitest'` */
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin, ViteUserConfig } from 'vitest/config'
import type { TestProject, VitestPluginContext } from 'vitest/node'
import packageJson from '../package.json' with { type: 'json' }
import type { ResolvedOptions, TstraceOptions } from '../src/model/options.ts'
import { resolveOptions } from '../src/options.ts'
import { type Transform, createTransform } from '../src/transform.ts'
import { ordersKey } from './messages.ts'
import { TraceReporter } from './reporter.ts'
import { type TestRun, startTestRun, workerOrders } from './test-run.ts'

export type { TstraceOptions } from '../src/model/options.ts'

const setupFile = fileURLToPath(new URL('./setup.js', import.meta.url))

/**
 * Counts lines and calls of what Vitest's tests run, and writes the report when they have run. Throws a TstraceError
 * 'unknown-option' or 'bad-option'.
 */
export default function tstrace(options: TstraceOptions = {}): Plugin[] {
  const resolved = resolveOptions(options)
  let run: Promise<TestRun> | null = null
  let transform: Transform | null = null

  async function configureVitest({ vitest, project, ...context }: VitestPluginContext): Promise<void> {
    if (!run) {
      run = startTestRun(vitest, resolved)
      vitest.config.reporters.push(new TraceReporter(await run))
    }
    const started = await run
    giveOrders(project, started)
    started.addProject(project)
    transform = await createTransform(resolved, started)
    defineCacheKey(context, resolved)
  }

  return [
    {
      name: 'tstrace',
      enforce: 'pre',
      config: ({ test }) => (test?.server?.deps?.inline === true ? {} : inlineSetupFile()),
      configureVitest,
      transform(code, id) {
        return transform?.source(code, id) ?? null
      },
    },
    {
      name: 'tstrace:output',
      transform: {
        order: 'post',
        handler(code, id) {
          return transform?.output(code, id, () => this.getCombinedSourcemap()) ?? null
        },
      },
    },
  ]
}

/** Not inlined, it would run once a worker, and the worker's second test file would go uncounted. */
function inlineSetupFile(): ViteUserConfig {
  const path = setupFile.replaceAll('\\', '/').replaceAll(/[^\w/-]/g, '\\$&')
  return { test: { server: { deps: { inline: [new RegExp(`${path}$`)] } } } }
}

function giveOrders(project: TestProject, run: TestRun): void {
  project.provide(ordersKey as never, workerOrders(run, project) as never)
  project.config.setupFiles.unshift(setupFile)
  // Linked in from outside of the workspace, it would not be served to jsdom and happy-dom.
  project.vite.config.server.fs.allow.push(dirname(setupFile))
}

/** A cached transform is of no use to a run with other options, or without tstrace. */
function defineCacheKey(context: Omit<VitestPluginContext, 'vitest' | 'project'>, options: ResolvedOptions): void {
  type Define = VitestPluginContext['experimental_defineCacheKeyGenerator']
  const { defineCacheKeyGenerator, experimental_defineCacheKeyGenerator } = context as Record<
    string,
    Define | undefined
  >
  const key = createHash('sha256')
    .update(JSON.stringify([packageJson.version, options]))
    .digest('hex')
  const define = defineCacheKeyGenerator ?? experimental_defineCacheKeyGenerator
  define?.(() => key)
}
