/**
 * All that the plugin uses of Vitest's main process and of Vite without a documented interface: Vitest 3.2, 4.1 and 5.1, with
 * Vite 5 to 8.
 */
import type { CoverageMap } from 'istanbul-lib-coverage'
import { relative } from 'node:path'
import process from 'node:process'
import type { Plugin, ViteDevServer } from 'vite'
import type {
  Reporter,
  TestProject,
  TestSpecification,
  Vitest,
  VitestPluginContext,
  ReportersMap as VitestReporters,
} from 'vitest/node'
import type { Transpiler } from '../../src/instrument/mapped-offsets.ts'
import { probeSource } from '../../src/model/protocol.ts'
import { builtFile } from '../../src/process/built-file.ts'
import { escapeGlob } from './escape-glob.ts'

// Reporters

/** How far Vitest has come: it has read its configuration, made its reporters, or told them that tests run. */
export type Stage = 'configured' | 'initialised' | 'running'

/** A reporter that is added late gets the calls that it missed. */
export async function addReporter(vitest: Vitest, reporter: Reporter, stage: Stage): Promise<void> {
  if (stage === 'configured') {
    // With a `--reporter`, Vitest drops reporters that `config()` returns, but not this one.
    vitest.config.reporters.push(reporter)
    return
  }
  reportersOf(vitest).push(reporter)
  await reporter.onInit?.(vitest)
  if (stage === 'running') await reporter.onTestRunStart?.(await vitest.getRelevantTestSpecifications())
}

/** The reporters that Vitest has made. */
export function reportersOf(vitest: Vitest): Reporter[] {
  return (vitest as unknown as { reporters: Reporter[] }).reporters
}

/** Adds the reporters that Vitest uses if none is configured, before the others. */
export async function addDefaultReporters(vitest: Vitest): Promise<void> {
  const module = vitest.version.startsWith('3.') ? 'vitest/reporters' : 'vitest/node'
  const { ReportersMap } = await vitest.import<{ ReportersMap: typeof VitestReporters }>(module)
  const others = reportersOf(vitest).splice(0)
  await addReporter(vitest, new ReportersMap.default(), 'initialised')
  if (process.env['GITHUB_ACTIONS'] === 'true') {
    await addReporter(vitest, new ReportersMap['github-actions'](), 'initialised')
  }
  reportersOf(vitest).push(...others)
}

/** Whether Vitest writes blobs, which must then carry the counts. */
export function writesBlob({ reporters }: Vitest['config']): boolean {
  return reporters.some((reporter) => {
    const [name] = Array.isArray(reporter) ? reporter : [reporter]
    return name === 'blob' || (typeof name === 'object' && name.constructor.name === 'BlobReporter')
  })
}

/** Whether another reporter writes data for a program to standard output. */
export function writesDataToStdout({ reporters, outputFile }: Vitest['config']): boolean {
  return reporters.some((reporter) => {
    const [name, options] = Array.isArray(reporter) ? reporter : [reporter]
    if (typeof name !== 'string' || !['json', 'junit', 'tap', 'tap-flat'].includes(name)) return false
    const { [name]: file = undefined } = typeof outputFile === 'object' ? (outputFile as Record<string, string>) : {}
    const own = (options as { outputFile?: string } | undefined)?.outputFile
    return typeof outputFile !== 'string' && file === undefined && own === undefined
  })
}

// Projects and their workers

/** Runs the files in the project's workers before each test file, and before the project's own setup files. */
export function addSetupFiles({ config, vite }: TestProject, directory: string, files: readonly string[]): void {
  config.setupFiles.unshift(...files)
  // If tstrace is linked from outside of the workspace, Vite would not serve it to jsdom and happy-dom.
  vite.config.server.fs.allow.push(directory)
}

/** The workers get the value with `inject(key)`. */
export function provide(project: TestProject, key: string, value: object): void {
  project.provide(key as never, value as never)
}

/** Whether Node loads the project's sources itself, past all plugins: an option of Vitest 5. */
export function bypassesPlugins({ config }: TestProject): boolean {
  const { experimental } = config as { experimental?: { viteModuleRunner?: boolean } }
  return experimental?.viteModuleRunner === false
}

/** Type tests do not run. */
export function isTypeTest({ pool }: TestSpecification): boolean {
  return pool === 'typescript'
}

/** Those of this shard. Before Vitest 5, the ones that it announces are those of all shards. */
export async function shardSpecifications(
  vitest: Vitest,
  announced: readonly TestSpecification[],
): Promise<readonly TestSpecification[]> {
  const { shard, sequence, mergeReports } = vitest.config
  if (!shard || mergeReports || Number.parseInt(vitest.version) >= 5) return announced
  return new sequence.sequencer(vitest).shard([...announced])
}

// Plugins and their cache

/** A cached transform is not valid for a run with other options, or without tstrace. */
export function defineCacheKey(context: Omit<VitestPluginContext, 'vitest' | 'project'>, key: string): void {
  type Define = VitestPluginContext['experimental_defineCacheKeyGenerator']
  const { defineCacheKeyGenerator, experimental_defineCacheKeyGenerator } = context as Record<
    string,
    Define | undefined
  >
  const define = defineCacheKeyGenerator ?? experimental_defineCacheKeyGenerator
  define?.(() => key)
}

/**
 * Adds the plugins to a server that is configured without them: the first one before all others, the second one right
 * behind esbuild, the last one behind all. The names of all plugins are a part of the key of Vitest's transform cache, so `key` becomes such a name.
 */
export function addPlugins(
  server: ViteDevServer,
  [first, second, last]: readonly [Plugin, Plugin, Plugin],
  key: string,
): void {
  const environments = environmentsOf(server)
  for (const { pluginContainer } of environments) {
    // Vite sorts the plugins once, and keeps this array.
    const sorted = pluginContainer.getSortedPlugins('transform')
    addBehindEsbuild(sorted, second)
    sorted.unshift(first)
    sorted.push(last)
  }
  for (const plugins of new Set([
    server.config.plugins as Plugin[],
    ...environments.map(({ config }) => config.plugins),
  ])) {
    addBehindEsbuild(plugins, second)
    plugins.unshift(first)
    plugins.push(last, { name: `tstrace:${key}` })
  }
}

/** From Vite 8 on there is none. */
function addBehindEsbuild(plugins: Plugin[], plugin: Plugin): void {
  const index = plugins.findIndex(({ name }) => name === 'vite:esbuild')
  if (index >= 0) plugins.splice(index + 1, 0, plugin)
}

interface Environment {
  config: { plugins: Plugin[] }
  pluginContainer: { getSortedPlugins(hook: 'transform'): Plugin[] }
  moduleGraph: ModuleGraph
}

interface ModuleGraph {
  getModulesByFile(file: string): Set<object> | undefined
  invalidateModule(module: object): void
}

/** In Vite 5, the server is the only environment. */
function environmentsOf(server: ViteDevServer): Environment[] {
  const { environments } = server as { environments?: object }
  return environments ? Object.values(environments) : [server as unknown as Environment]
}

// Vitest's own coverage

/** The transpiler whose output Vitest's own coverage counts; false: it is off. */
export function coverageTranspiler({ config, vite }: Vitest): Transpiler | false {
  // From Vite 8 on.
  return config.coverage.enabled && ('oxc' in vite.config ? 'oxc' : 'esbuild')
}

type Compile = (file: string) => Promise<unknown>

interface CoverageProvider {
  createUncoveredFileTransformer?: ((vitest: Vitest) => Compile) & { watched?: true }
}

/** Has `around` called for each file that no test loaded, and that Vitest's coverage has compiled to list it. */
export function watchUntested(vitest: Vitest, around: (compile: () => Promise<unknown>) => Promise<unknown>): void {
  const { coverageProvider } = vitest as unknown as { coverageProvider?: CoverageProvider | null }
  const original = coverageProvider?.createUncoveredFileTransformer
  if (!coverageProvider || !original || original.watched) return
  const create = (...args: [Vitest]): Compile => {
    const compile = original.apply(coverageProvider, args)
    return (file) => around(() => compile(file))
  }
  coverageProvider.createUncoveredFileTransformer = Object.assign(create, { watched: true as const })
}

/** The next one who asks for these files has them transformed again. */
export function dropTransforms({ vite, projects }: Vitest, files: Iterable<string>): void {
  const servers = new Set([vite, ...projects.map((project) => project.vite)])
  const graphs = [...servers].flatMap(environmentsOf).map(({ moduleGraph }) => moduleGraph)
  for (const file of files)
    for (const graph of graphs) for (const module of graph.getModulesByFile(file) ?? []) graph.invalidateModule(module)
}

/** Whether Vitest's coverage takes V8's ranges as branches, and does not look at the code: as Vitest 3 does unless told. */
export function takesRanges({ config, version }: Vitest): boolean {
  const { enabled, provider, experimentalAstAwareRemapping } = config.coverage as {
    enabled: boolean
    provider?: string
    experimentalAstAwareRemapping?: boolean
  }
  return enabled && provider === 'v8' && version.startsWith('3.') && !experimentalAstAwareRemapping
}

/** Excludes the files of tstrace. Vitest 5 matches paths from the root on. */
export function excludeOwnFiles({ config }: Vitest): void {
  const { exclude } = config.coverage as { exclude?: string[] }
  const own = builtFile('.')
  for (const path of [own, relative(config.root, own)]) exclude?.push(`${escapeGlob(path.replaceAll('\\', '/'))}/**`)
}

/** @param coverage what Vitest gives to `onCoverage`. */
export function removeProbes(coverage: unknown): void {
  ;(coverage as CoverageMap).filter((path) => !path.endsWith(probeSource))
}
