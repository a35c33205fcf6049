/** Finds the program's file, and the files of it that are traced even in node_modules. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { TstraceError } from '../model/error.ts'

export interface Program {
  /** What the program finds as `process.argv[1]`. */
  argument: string
  /** The file that is run. */
  file: string
  /** See `RunSettings.forcedPaths`. */
  forcedPaths: string[]
}

const extensions = ['', '.js', '.json', '.node', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.tsx', '.jsx']

/** A file, with or without its extension, or a directory, as Node finds it. Throws a TstraceError 'no-program'. */
export function findProgram(name: string, directory: string): Program {
  const argument = resolve(directory, name)
  const file = findFile(argument)
  if (file === null) throw noProgram(name, explainMissing(argument))
  return { argument, file, forcedPaths: findForcedPaths(file) }
}

/** An installed package by its name, the name of its command, or one of its modules. Throws a TstraceError 'no-program'. */
export function findModule(name: string, directory: string): Program {
  const file = findCommand(name, directory) ?? resolveModule(name, directory)
  if (file === null)
    throw noProgram(name, `No package installed for "${directory}" is called that, and none has such a command`)
  return { argument: file, file, forcedPaths: findForcedPaths(file) }
}

function findFile(path: string): string | null {
  for (const extension of extensions) if (isFile(path + extension)) return path + extension
  if (!isDirectory(path)) return null
  const main = readPackage(path)?.main
  const fromMain = typeof main === 'string' ? findFile(join(path, main)) : null
  return fromMain ?? findIndex(path)
}

function findIndex(directory: string): string | null {
  for (const extension of extensions.slice(1)) {
    const file = join(directory, `index${extension}`)
    if (isFile(file)) return file
  }
  return null
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function explainMissing(path: string): string {
  if (isDirectory(path)) return 'It is a directory without an entry: no "main" in a package.json, and no index'
  return existsSync(path) ? "It is no file, and a program that is piped in can't be traced" : 'There is no such file'
}

interface Package {
  name?: unknown
  main?: unknown
  bin?: unknown
}

function readPackage(directory: string): Package | null {
  try {
    return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Package
  } catch {
    return null
  }
}

/** `prettier`: the package's command of that name, or its only one; `tsc`: the command of some package. */
function findCommand(name: string, directory: string): string | null {
  for (const modules of modulesDirectories(directory)) {
    const own = join(modules, name)
    const file = commandOf(own, name) ?? linkedCommand(join(modules, '.bin', name))
    if (file !== null) return file
  }
  return null
}

function commandOf(directory: string, name: string): string | null {
  const bin = readPackage(directory)?.bin
  const commands = typeof bin === 'string' ? { [basename(name)]: bin } : ((bin ?? {}) as Record<string, string>)
  const names = Object.keys(commands)
  const command = commands[basename(name)] ?? (names.length === 1 ? commands[names[0] as string] : undefined)
  return command === undefined ? null : realpathSync(join(directory, command))
}

/** npm makes a link to the file. On Windows, and with other package managers, it is a shell script. */
function linkedCommand(link: string): string | null {
  if (!existsSync(link)) return null
  const file = realpathSync(link)
  return file === resolve(link) ? null : file
}

function resolveModule(name: string, directory: string): string | null {
  try {
    const file = createRequire(join(directory, 'tstrace.js')).resolve(name)
    return file.includes(sep) ? file : null
  } catch {
    return null
  }
}

function modulesDirectories(directory: string): string[] {
  const parent = dirname(directory)
  return [join(directory, 'node_modules'), ...(parent === directory ? [] : modulesDirectories(parent))]
}

/** The file itself, or the whole package if the file belongs to an installed package. */
function findForcedPaths(file: string): string[] {
  const real = realpathSync(file)
  const start = real.lastIndexOf(`${sep}node_modules${sep}`)
  if (start === -1) return [real]
  const behind = real.slice(start + `${sep}node_modules${sep}`.length).split(sep)
  const name = behind.slice(0, behind[0]?.startsWith('@') ? 2 : 1)
  return [join(real.slice(0, start), 'node_modules', ...name)]
}

function noProgram(name: string, why: string): TstraceError {
  return new TstraceError(
    'no-program',
    `Cannot run "${name}". ${why}. Check the name, which starts at the current directory.`,
  )
}
