/**
 * esbuild writes `function f() {}` in a block as `let f = function() {}` at the start of the block. To other tools that
 * count, this is a statement more and a function without a name. Where the block is one of our guards, the declaration gets
 * back the form that it has without us.
 */
import { type Node, type Program, type VariableDeclaration, visitorKeys } from 'oxc-parser'
import { type Parse, parseToJson } from '../source/parse.ts'
import { Insertions, type SourceMap } from './insertions.ts'

/** What a guard ends with whose block has function declarations, as esbuild prints it: see `ProbeText.guardEnd`. */
const markedEnd = /= \+[\w$]+\)?;\s*\}$/

/** What esbuild made of our text; null: there is nothing to restore. */
export function restoreBlockFunctions(
  code: string,
  path: string,
  parse: Parse = parseToJson,
): { code: string; map: SourceMap } | null {
  if (!/= \+[\w$]+\)?;\s*\}/.test(code)) return null
  const functions = findDeclarations(code, parse)
    .flatMap(declaredFunctions)
    .sort((a, b) => a.name - b.name)
  if (functions.length === 0) return null
  let blank = ''
  let last = 0
  for (const { from, name, nameEnd, keyword } of functions) {
    blank += code.slice(last, from) + ' '.repeat(name - from) + code.slice(name, nameEnd)
    last = keyword + 'function'.length
    blank += ' '.repeat(last - nameEnd)
  }
  const insertions = new Insertions(blank + code.slice(last))
  for (const { from, name, keyword } of functions) insertions.insert(name, 'function ', { at: keyword }, from)
  return { code: insertions.apply(), map: insertions.map(path, { probeSource: false, spaces: true, lineEnds: true }) }
}

/** Of a tree that is too deep to be walked, none: the text runs as it is. */
function findDeclarations(code: string, parse: Parse): VariableDeclaration[] {
  const found: VariableDeclaration[] = []
  try {
    collect(parse('a.jsx', code, { lang: 'jsx', sourceType: 'module' }).program, code, found)
    return found
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return []
  }
}

interface BlockFunction {
  /** Offsets: `let ` or `, ` begins, the name begins and ends, `function` begins. */
  from: number
  name: number
  nameEnd: number
  keyword: number
}

function declaredFunctions({ start, declarations }: VariableDeclaration): BlockFunction[] {
  return declarations.map(({ id, init }, index) => ({
    from: declarations[index - 1]?.end ?? start,
    name: id.start,
    nameEnd: id.end,
    keyword: init?.start ?? id.end,
  }))
}

function collect(node: Node | Program, code: string, found: VariableDeclaration[]): void {
  if (
    node.type === 'TryStatement' &&
    node.finalizer &&
    markedEnd.test(code.slice(node.finalizer.start, node.finalizer.end))
  ) {
    const [first, second] = node.block.body
    // In sloppy mode, esbuild renames them, and a `var` behind them has the name.
    if (first?.type === 'VariableDeclaration' && first.kind === 'let' && first.declarations.every(isFunction))
      if (second?.type !== 'VariableDeclaration' || second.kind !== 'var') found.push(first)
  }
  const fields = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>
  for (const key of visitorKeys[node.type] ?? [])
    for (const child of [fields[key]].flat()) if (child) collect(child, code, found)
}

function isFunction({ id, init }: VariableDeclaration['declarations'][number]): boolean {
  if (id.type !== 'Identifier' || init?.type !== 'FunctionExpression') return false
  return init.id === null && !init.async && !init.generator
}
