/** Which files are traced, and why not. */
import { homedir } from 'node:os'
import nodePath from 'node:path'
import process from 'node:process'
import type { FilePath } from '../model/counts.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { moduleName, toFilePath } from '../model/paths.ts'
import { globFromRoot, loadPicomatch, widened } from './globs.ts'

// The program may replace them while it runs.
const { delimiter, dirname, resolve, sep } = nodePath

export type Disposition = { trace: true; path: FilePath } | { trace: false; reason: string }

export type Selector = (absolutePath: string) => Disposition

/** Source files that can be instrumented as they stand. */
const sourceFile = /\.[cm]?[jt]sx?$/
/** Files that another plugin compiles to code. */
const componentFile = /\.(?:vue|svelte|astro|mdx?)$/

/** Regular expressions, because the library for globs is loaded only if the user has globs. */
const excludedByDefault = [
  /(?:^|\/)node_modules\//,
  /\.d\.[cm]?ts$/,
  /\.(?:test|spec)(?:-d)?\.(?:[cm]?[jt]s|[jt]sx)$/,
  /(?:^|\/)(?:vitest|vite|jest|playwright|babel|webpack|rollup|rolldown|tsdown|tsup|esbuild|eslint|prettier|postcss|tailwind|svelte|astro|next|nuxt)\.(?:config|workspace|projects)\.[^/]*$/,
]

/**
 * @param root absolute; globs are relative to it, and paths are named from it.
 * @param forcedPaths absolute paths of files and directories that are traced even if the defaults exclude them.
 */
export function createSelector(root: string, options: ResolvedOptions, forcedPaths: string[] = []): Selector {
  const ignore = createIgnore(root, options)
  const included = matcher(
    root,
    options.include.filter((glob) => !isInstalled(globFromRoot(root, glob))),
  )
  const broughtIn = matcher(
    root,
    options.include.filter((glob) => isInstalled(globFromRoot(root, glob))),
  )
  return (absolutePath) => {
    const path = toFilePath(root, absolutePath)
    if (!isSource(path)) return refuse('no source file')
    const ignored = ignore(path)
    if (ignored !== null) return refuse(ignored)
    if (broughtIn?.(path) || forcedPaths.some((one) => isForced(one, absolutePath))) return { trace: true, path }
    if (included && !included(path)) return refuse('include')
    if (excludedByDefault.some((pattern) => pattern.test(path))) return refuse('exclude')
    return { trace: true, path }
  }
}

/** Returns the name of the option that ignores a path, or null. */
export function createIgnore(root: string, options: ResolvedOptions): (path: FilePath) => string | null {
  const excluded = matcher(root, options.exclude)
  const entries = options.ignoreDir.flatMap((entry) => entry.split(delimiter)).filter((one) => one !== '')
  const directories = entries.map((one) => resolve(root, expandVariables(one)))
  return (path) => {
    if (excluded?.(path)) return 'exclude'
    if (directories.some((directory) => isWithin(directory, resolve(root, path)))) return 'ignoreDir'
    return options.ignoreModule.some((name) => isModule(moduleName(path), name)) ? 'ignoreModule' : null
  }
}

/** Whether `include` lets a path in that was traced. The defaults have been applied when it was. */
export function createInclude(root: string, options: ResolvedOptions): (path: FilePath) => boolean {
  const included = matcher(root, options.include)
  return (path) => included === null || included(path)
}

function isInstalled(glob: string): boolean {
  return glob.includes('node_modules')
}

function isWithin(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep)
}

/** A `node_modules` inside of the forced directory is not forced. */
function isForced(forced: string, path: string): boolean {
  return isWithin(forced, path) && !path.slice(forced.length).includes(`${sep}node_modules${sep}`)
}

/** `~`, environment variables, and `$prefix`: the directory where Node and its global packages are installed. */
function expandVariables(directory: string): string {
  const variables: Record<string, string | undefined> = { prefix: dirname(dirname(process.execPath)), ...process.env }
  return directory
    .replace(/^~(?=[/\\]|$)/, homedir())
    .replace(
      /\$(?:\{(\w+)\}|(\w+))|%(\w+)%/g,
      (all, braced, plain, windows) => variables[braced ?? plain ?? windows] ?? all,
    )
}

/** Whether files of this name can be traced at all. */
export function isSource(path: string): boolean {
  return sourceFile.test(path) || componentFile.test(path)
}

/** Whether the file's own text is instrumented, and not the output of a plugin. */
export function isPlainSource(path: string): boolean {
  return sourceFile.test(path)
}

function refuse(reason: string): Disposition {
  return { trace: false, reason }
}

function matcher(root: string, globs: string[]): ((path: string) => boolean) | null {
  if (globs.length === 0) return null
  const whole = globs.flatMap((glob) => widened(globFromRoot(root, glob)))
  const match = loadPicomatch()(whole, { dot: true })
  return (path) => match(path)
}

/**
 * The module itself or one below it. A bare name also matches a module of that name in any directory, and an installed
 * package. As in Python, names may be separated by dots.
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
