/** Whether Node would load a file as ECMAScript module, for the extensions that it does not know itself. */
import fs from 'node:fs'
import nodePath from 'node:path'
import { parseSync } from 'oxc-parser'

// The program may replace them while it runs.
const { existsSync, readFileSync } = fs
const { dirname, join } = nodePath

export type ModuleFormat = 'module' | 'commonjs'

/** By the extension, then by the nearest package.json, then by the syntax: Node's own rules. */
export function moduleFormat(filename: string, text: string): ModuleFormat {
  if (/\.m[jt]s$/.test(filename)) return 'module'
  if (/\.c[jt]s$/.test(filename)) return 'commonjs'
  return packageType(dirname(filename)) ?? (hasModuleSyntax(filename, text) ? 'module' : 'commonjs')
}

const types = new Map<string, ModuleFormat | null>()

function packageType(directory: string): ModuleFormat | null {
  const known = types.get(directory)
  if (known !== undefined) return known
  const type = findPackageType(directory)
  types.set(directory, type)
  return type
}

function findPackageType(directory: string): ModuleFormat | null {
  const path = join(directory, 'package.json')
  if (existsSync(path)) return readType(path)
  const parent = dirname(directory)
  return parent === directory || directory.endsWith('/node_modules') ? null : packageType(parent)
}

function readType(path: string): ModuleFormat | null {
  try {
    const { type } = JSON.parse(readFileSync(path, 'utf8')) as { type?: unknown }
    return type === 'module' || type === 'commonjs' ? type : null
  } catch {
    return null
  }
}

function hasModuleSyntax(filename: string, text: string): boolean {
  return parseSync(filename, text, { sourceType: 'unambiguous' }).module.hasModuleSyntax
}
