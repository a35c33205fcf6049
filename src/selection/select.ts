/** Which files are traced, and why not. */
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { delimiter, dirname, resolve, sep } from 'node:path'
import process from 'node:process'
import type Picomatch from 'picomatch'
import type { FilePath } from '../model/counts.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { moduleName, toFilePath } from '../model/paths.ts'

export type Disposition = { trace: true; path: FilePath } | { trace: false; reason: string }

export type Selector = (absolutePath: string) => Disposition

/** Source files that can be instrumented as they stand. */
const sourceFile = /\.[cm]?[jt]sx?$/
/** Files whose code is another plugin's output. */
const componentFile = /\.(?:vue|svelte|astro|mdx?)$/

/** No globs, so that what reads those is loaded only if the user has some. */
const excludedByDefault = [
  /(?:^|\/)node_modules\//,
  /\.d\.[cm]?ts$/,
  /\.(?:test|spec)(?:-d)?\.(?:[cm]?[jt]s|[jt]sx)$/,
  /(?:^|\/)(?:vitest|vite|jest|playwright|babel|webpack|rollup|rolldown|tsdown|tsup|esbuild|eslint|prettier|postcss|tailwind|svelte|astro|next|nuxt)\.(?:config|workspace|projects)\.[^/]*$/,
]

/**
 * @param root absolute; globs are relative to it, and paths are named from it.
 * @param forcedPaths absolute paths of files, and of directories with all in them, that are traced although not by default.
 */
export function createSelector(root: string, options: ResolvedOptions, forcedPaths: string[] = []): Selector {
  const ignore = createIgnore(root, options)
  const included = matcher(options.include.filter((glob) => !isInstalled(glob)))
  const broughtIn = matcher(options.include.filter(isInstalled))
  return (absolutePath) => {
    const path = toFilePath(root, absolutePath)
    if (!sourceFile.test(path) && !componentFile.test(path)) return refuse('no source file')
    const ignored = ignore(path)
    if (ignored !== null) return refuse(ignored)
    if (broughtIn?.(path) || forcedPaths.some((one) => isForced(one, absolutePath))) return { trace: true, path }
    if (included && !included(path)) return refuse('include')
    if (excludedByDefault.some((pattern) => pattern.test(path))) return refuse('exclude')
    return { trace: true, path }
  }
}

/** What the user wants to see nothing of: the option that says so, or null. */
export function createIgnore(root: string, options: ResolvedOptions): (path: FilePath) => string | null {
  const excluded = matcher(options.exclude)
  const entries = options.ignoreDir.flatMap((entry) => entry.split(delimiter)).filter((one) => one !== '')
  const directories = entries.map((one) => resolve(root, expandVariables(one)))
  return (path) => {
    if (excluded?.(path)) return 'exclude'
    if (directories.some((directory) => isWithin(directory, resolve(root, path)))) return 'ignoreDir'
    return options.ignoreModule.some((name) => isModule(moduleName(path), name)) ? 'ignoreModule' : null
  }
}

function isInstalled(glob: string): boolean {
  return glob.includes('node_modules')
}

function isWithin(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep)
}

/** Not what is installed within what was forcedPaths for. */
function isForced(forcedPaths: string, path: string): boolean {
  return isWithin(forcedPaths, path) && !path.slice(forcedPaths.length).includes(`${sep}node_modules${sep}`)
}

/** `~`, the environment's variables, and `$prefix`: where Node is installed, with its global packages. */
function expandVariables(directory: string): string {
  const variables: Record<string, string | undefined> = { prefix: dirname(dirname(process.execPath)), ...process.env }
  return directory
    .replace(/^~(?=[/\\]|$)/, homedir())
    .replace(
      /\$(?:\{(\w+)\}|(\w+))|%(\w+)%/g,
      (all, braced, plain, windows) => variables[braced ?? plain ?? windows] ?? all,
    )
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
  const picomatch = createRequire(import.meta.url)('picomatch') as typeof Picomatch
  const match = picomatch(whole, { dot: true })
  return (path) => match(path)
}

/**
 * The module itself or one below it. A bare name also stands for a module of that name anywhere, and for an installed
 * package; as in Python, dots may stand between the names.
 */
function isModule(module: string, name: string): boolean {
  const wanted = name.trim().replace(/\/$/, '')
  if (wanted === '') return false
  const isIn = (one: string): boolean => module === one || module.startsWith(`${one}/`)
  return (
    isIn(wanted) ||
    isIn(wanted.replaceAll('.', '/')) ||
    module.includes(`node_modules/${wanted}/`) ||
    (!wanted.includes('/') && module.endsWith(`/${wanted}`))
  )
}
