/** Two kinds of build into one `dist`: what shares its modules, and what must stand alone. */
import type { TsdownPlugin, UserConfig } from 'tsdown'

const nodeEntries: Record<string, string> = {
  index: 'src/index.ts',
  'cli/index': 'src/cli/index.ts',
  'register/index': 'src/register/index.ts',
  'register/loader-thread': 'src/register/loader-thread.ts',
  'register/report-thread': 'src/register/report-thread.ts',
  'register/report-process': 'src/register/report-process.ts',
  'trace/instance-thread': 'src/trace/instance-thread.ts',
  'instrument/index': 'src/instrument/index.ts',
  'vitest-plugin/index': 'vitest-plugin/index.ts',
  'test-run/finish': 'src/test-run/finish.ts',
  'vitest-plugin/global-setup': 'vitest-plugin/main/global-setup.ts',
  'jest-preset/preset': 'jest-preset/preset.ts',
  'jest-preset/reporter': 'jest-preset/main/run-reporter.ts',
  'jest-preset/runner': 'jest-preset/worker/runner.ts',
  'jest-preset/transformer': 'jest-preset/worker/transformer.ts',
}
/** What package.json exports; the other entries are loaded by path and publish no types. */
const publicEntries = [
  'src/index.ts',
  'src/instrument/index.ts',
  'src/register/index.ts',
  'vitest-plugin/index.ts',
  'jest-preset/preset.ts',
]
/** Whatever Jest loads with `require` there, it may transform; `.mjs` it imports. */
const loadedByJestWorkers = /^jest-preset\/(?:runner|transformer)$/
/** Each in one file of its own: Vitest loads it anew for each test file, and must not share a part of it. */
const setupEntries: Record<string, string> = {
  'vitest-plugin/setup': 'vitest-plugin/worker/setup.ts',
  'vitest-plugin/setup-trace': 'vitest-plugin/worker/setup-trace.ts',
}

/** Modules that are loaded together share a file: it is the number of files that costs time. No entry is among them. */
const groups = [
  {
    name: 'model-and-options',
    test: /src\/(?:model\/(?!hash)|options\/(?!flags|parse)|(?:process\/(?:print-warnings|write-out|built-file|is-alive)|register\/request-signal)\.ts)/,
    priority: 4,
  },
  {
    name: 'instrumenter',
    test: /src\/(?:source\/|instrument\/(?!index|output|origin)|(?:selection\/select|model\/hash)\.ts)/,
    priority: 3,
  },
  {
    name: 'recorder-and-parts',
    test: /src\/(?:runtime\/(?!read-counts)|store\/(?:line-stream|part-file|parts|encode|to-json|failure|writer|line-trace-file)\.ts|register\/(?:untraced-process|run-settings)\.ts)/,
    priority: 2,
  },
  {
    name: 'analysis-and-report',
    test: /src\/(?:report\/|formats\/(?!istanbul)|analysis\/|run\/(?!saved-run)|istanbul\/(?:to-|decode-)|store\/(?:add|counts-table|decode|merge-sorted|read-parts|store-file))/,
    priority: 1,
  },
  {
    name: 'process-tracer',
    test: /src\/(?:process\/deadly-signals\.ts|register\/(?!index|begin|join|[\w-]*thread\.|run-settings|instance-query|make-report|report-process))/,
  },
]

/** Types are put together by themselves. */
function isCode(id: string): boolean {
  return !id.endsWith('.d.ts')
}

/** `src/cli/report.ts` is the chunk `cli-report`: several folders have files of one name. */
function nameByPath(file: string | null): string | undefined {
  return /(?:src|vitest-plugin|jest-preset)\/.*(?=\.ts$)/
    .exec(file ?? '')?.[0]
    .replace(/^src\//, '')
    .replaceAll('/', '-')
}

const common: UserConfig = {
  cwd: '..',
  format: 'esm',
  target: 'node20',
  dts: { oxc: true },
  fixedExtension: false,
  hash: false,
  report: false,
  failOnWarn: true,
}

/** Fails the build when a setup file would still import something but Node and Vitest. */
const standalone: TsdownPlugin = {
  name: 'standalone',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk' || !/\.m?[jt]s$/.test(file.fileName)) continue
      const imports = [...file.imports, ...file.dynamicImports].filter(
        (name) => name !== 'vitest' && !name.startsWith('node:'),
      )
      if (imports.length > 0) this.error(`"${file.fileName}" must stand alone but imports ${imports.join(', ')}`)
    }
  },
}

const configs: UserConfig[] = [
  {
    ...common,
    platform: 'node',
    entry: nodeEntries,
    deps: { neverBundle: [/^vitest(?:\/|$)/] },
    dts: { oxc: true, entry: publicEntries },
    outputOptions: {
      comments: false,
      codeSplitting: {
        groups: groups.map(({ test, ...group }) => ({ ...group, test: (id) => isCode(id) && test.test(id) })),
      },
      chunkFileNames: ({ name, facadeModuleId }) =>
        name.endsWith('.d') ? `${name}.ts` : `${nameByPath(facadeModuleId) ?? name}.js`,
      entryFileNames: ({ name }) => `${name}.${loadedByJestWorkers.test(name) ? 'mjs' : 'js'}`,
    },
  },
  {
    ...common,
    format: 'cjs',
    platform: 'node',
    dts: false,
    outputOptions: { comments: false },
    entry: { 'runtime/recorder': 'src/runtime/recorder.ts' },
  },
  ...Object.entries(setupEntries).map(([name, file]): UserConfig => ({
    ...common,
    platform: 'node',
    dts: false,
    entry: { [name]: file },
    // Vitest inlines what is TypeScript by its name, wherever it lies.
    outExtensions: () => ({ js: '.mts' }),
    deps: { alwaysBundle: [/./], neverBundle: ['vitest'] },
    // It is read as often as there are test files.
    outputOptions: { comments: false },
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    plugins: [standalone],
  })),
]

export default configs
