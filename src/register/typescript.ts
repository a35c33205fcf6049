/** What Node can't run by itself, made JavaScript: TypeScript that is more than types, TSX, JSX; on old Nodes all TypeScript. */
import fs from 'node:fs'
import { createRequire } from 'node:module'
import nodePath from 'node:path'
import process from 'node:process'
import nodeUrl from 'node:url'
import type { JsxOptions, TransformOptions, TransformResult } from 'oxc-transform'
import type { SourceMap } from '../instrument/insertions.ts'

// The program may replace them while it runs.
const { readFileSync } = fs
const { dirname, join } = nodePath
const { pathToFileURL } = nodeUrl

/** Loaded when there is something to transform. */
const load = createRequire(import.meta.url)
type TransformSync = (path: string, code: string, options: TransformOptions) => TransformResult
let transformSync: TransformSync | null = null

const stripsTypes = Boolean((process.features as { typescript?: unknown }).typescript)

/** What has to be transformed before Node takes it. */
export function needsTransform(filename: string, text: string): boolean {
  if (/\.[jt]sx$/.test(filename)) return true
  if (!isTypeScript(filename)) return false
  return !stripsTypes || moreThanTypes.test(text)
}

export function isTypeScript(filename: string): boolean {
  return /\.(?:[cm]?ts|tsx)$/.test(filename)
}

/** May be in a comment or a text, too: then it is transformed without need. */
const moreThanTypes =
  /\b(?:enum|namespace|module)\s+[\w$.]|\bimport\s+(?:type\s+)?[\w$]+\s*=|\bexport\s*=|[(,/\n]\s*(?:public|private|protected|readonly|override)\s+[\w$]|(?:^|[\s(,])@[\w$(]/m

/** Throws a SyntaxError where the text is none of its language. */
export function toJavaScript(filename: string, code: string): { code: string; map: SourceMap } {
  transformSync ??= (load('oxc-transform') as { transformSync: TransformSync }).transformSync
  const settings = compilerOptions(dirname(filename))
  const result = transformSync(filename, code, {
    sourcemap: true,
    jsx: jsxOptions(settings),
    typescript: {
      onlyRemoveTypeImports: settings.verbatimModuleSyntax === true,
      removeClassFieldsWithoutInitializer: settings.useDefineForClassFields === false,
    },
    assumptions: { setPublicClassFields: settings.useDefineForClassFields === false },
    decorator: {
      legacy: settings.experimentalDecorators === true,
      emitDecoratorMetadata: settings.emitDecoratorMetadata === true,
    },
  })
  const [error] = result.errors
  if (error) throw new SyntaxError(error.codeframe ?? error.message)
  const map = result.map as unknown as SourceMap
  return { code: result.code, map: { ...map, sources: [pathToFileURL(filename).href] } }
}

interface CompilerOptions {
  jsx?: string
  jsxImportSource?: string
  jsxFactory?: string
  jsxFragmentFactory?: string
  experimentalDecorators?: boolean
  emitDecoratorMetadata?: boolean
  useDefineForClassFields?: boolean
  verbatimModuleSyntax?: boolean
}

function jsxOptions({ jsx, jsxImportSource, jsxFactory, jsxFragmentFactory }: CompilerOptions): JsxOptions {
  const classic = jsx === 'react' || jsxFactory !== undefined
  return classic
    ? {
        runtime: 'classic',
        pragma: jsxFactory ?? 'React.createElement',
        pragmaFrag: jsxFragmentFactory ?? 'React.Fragment',
      }
    : { runtime: 'automatic', importSource: jsxImportSource ?? 'react', development: jsx === 'react-jsxdev' }
}

const found = new Map<string, CompilerOptions>()

/** Of the nearest tsconfig.json, and those it extends by a path. */
function compilerOptions(directory: string): CompilerOptions {
  const known = found.get(directory)
  if (known) return known
  const parent = dirname(directory)
  const own = readConfig(join(directory, 'tsconfig.json'))
  const options = own ?? (parent === directory ? {} : compilerOptions(parent))
  found.set(directory, options)
  return options
}

interface Config {
  extends?: string | string[]
  compilerOptions?: CompilerOptions
}

/** null where there is none. One that can't be read is as good as none: the program's own tools will complain. */
function readConfig(path: string): CompilerOptions | null {
  const config = parseConfig(path)
  if (!config) return null
  const bases = [config.extends ?? []].flat().filter((base) => base.startsWith('.'))
  const inherited = bases.map((base) => readConfig(join(dirname(path), base.endsWith('.json') ? base : `${base}.json`)))
  return Object.assign({}, ...inherited, config.compilerOptions) as CompilerOptions
}

function parseConfig(path: string): Config | null {
  try {
    return JSON.parse(withoutComments(readFileSync(path, 'utf8'))) as Config
  } catch {
    return null
  }
}

/** JSON as TypeScript reads it: with comments, and commas at the end. */
function withoutComments(text: string): string {
  return text
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[^]*?\*\//g, (_, string: string | undefined) => string ?? '')
    .replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? '')
}
