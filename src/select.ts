/** Which files are traced, and why not. */
import { delimiter, resolve } from 'node:path'
import picomatch from 'picomatch'
import type { FilePath } from './model/counts.ts'
import type { ResolvedOptions } from './model/options.ts'
import { moduleName, toFilePath } from './model/paths.ts'

export type Disposition = { trace: true; path: FilePath } | { trace: false; reason: string }

export type Selector = (absolutePath: string) => Disposition

/** Source files that can be instrumented as they stand. */
const sourceFile = /\.[cm]?[jt]sx?$/
/** Files whose code is another plugin's output. */
const componentFile = /\.(?:vue|svelte|astro|mdx?)$/

const excludedByDefault = [
  '**/node_modules/**',
  '**/*.d.{ts,cts,mts}',
  '**/*.{test,spec}{,-d}.{js,cjs,mjs,ts,cts,mts,jsx,tsx}',
  '**/{vitest,vite,jest,playwright,babel,webpack,rollup,rolldown,tsdown,tsup,esbuild,eslint,prettier,postcss,tailwind,svelte,astro,next,nuxt}.{config,workspace,projects}.*',
]

/**
 * @param root absolute; globs are relative to it, and paths are named from it.
 * @param alsoExcluded globs of what the host knows to be no source: tests, setup files.
 */
export function createSelector(root: string, options: ResolvedOptions, alsoExcluded: string[] = []): Selector {
  const included = matcher(options.include)
  const excluded = matcher([...excludedByDefault, ...alsoExcluded, ...options.exclude])
  const directories = options.ignoreDir
    .flatMap((entry) => entry.split(delimiter))
    .filter((one) => one !== '')
    .map((one) => `${resolve(root, one)}/`)
  return (absolutePath) => {
    const path = toFilePath(root, absolutePath)
    if (!sourceFile.test(path) && !componentFile.test(path)) return refuse('no source file')
    if (included && !included(path)) return refuse('include')
    if (excluded?.(path)) return refuse('exclude')
    if (directories.some((directory) => absolutePath.startsWith(directory))) return refuse('ignoreDir')
    if (options.ignoreModule.some((name) => isModule(moduleName(path), name))) return refuse('ignoreModule')
    return { trace: true, path }
  }
}

/** Whether a file's own text is what is instrumented, not what a plugin makes of it. */
export function isPlainSource(path: string): boolean {
  return sourceFile.test(path)
}

function refuse(reason: string): Disposition {
  return { trace: false, reason }
}

function matcher(globs: string[]): ((path: string) => boolean) | null {
  if (globs.length === 0) return null
  // `src` stands for all that is in it, and so does `src/`.
  const whole = globs.flatMap((glob) => {
    const bare = glob.replace(/\/$/, '').replace(/^\.\//, '')
    return /[*?{[(!]/.test(bare) || /\.\w+$/.test(bare) ? [bare] : [bare, `${bare}/**`]
  })
  const match = picomatch(whole, { dot: true })
  return (path) => match(path)
}

/** The module itself or one below it; a bare name also stands for a module of that name anywhere. */
function isModule(module: string, name: string): boolean {
  const wanted = name.trim().replace(/\/$/, '')
  return (
    module === wanted || module.startsWith(`${wanted}/`) || (!wanted.includes('/') && module.endsWith(`/${wanted}`))
  )
}
