/** Two kinds of build into one `dist`: what runs in Node, and what a browser page must be able to load by itself. */
import { existsSync } from 'node:fs'
import type { TsdownPlugin, UserConfig } from 'tsdown'

const nodeEntries: Record<string, string> = {
  index: 'src/index.ts',
  'instrument/index': 'src/instrument/index.ts',
  'vitest-plugin/index': 'vitest-plugin/index.ts',
}
/** Each in one file of its own. */
const pageEntries: Record<string, string> = {
  'vitest-plugin/setup': 'vitest-plugin/setup.ts',
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

/** Fails the build when a page's file would still import something: Node, a package, a shared chunk. */
const standalone: TsdownPlugin = {
  name: 'standalone',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk' || !file.fileName.endsWith('.js')) continue
      const imports = [...file.imports, ...file.dynamicImports].filter((name) => name !== 'vitest')
      if (imports.length > 0) this.error(`"${file.fileName}" runs in pages but imports ${imports.join(', ')}`)
    }
  },
}

const configs: UserConfig[] = [
  { ...common, platform: 'node', entry: nodeEntries },
  ...Object.entries(pageEntries).map(([name, file]): UserConfig => ({
    ...common,
    platform: 'browser',
    dts: false,
    entry: { [name]: file },
    deps: { alwaysBundle: [/./], neverBundle: ['vitest'] },
    plugins: [standalone],
  })),
]

/** Leaves out entries that nobody has written yet. */
function written(config: UserConfig): UserConfig[] {
  const entries = Object.entries(config.entry as Record<string, string>).filter(([, file]) => existsSync(file))
  return entries.length === 0 ? [] : [{ ...config, entry: Object.fromEntries(entries) }]
}

// Once every entry exists: `export default configs`.
export default configs.flatMap(written) as UserConfig[]
