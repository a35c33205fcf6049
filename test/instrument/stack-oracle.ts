/**
 * Who called whom, found out the slow way and by other means: each function of the bare program asks the engine for the
 * stack when its body starts. The place of the next frame that is in the program says who called.
 */
import { type AnyNode, type Node, type Program, parse } from 'acorn'
import type { FileSites } from '../../src/model/sites.ts'
import { LineIndex } from '../../src/source/line-index.ts'
import { Realm } from './realm.ts'
import { type Tally, count, tallyLines } from './tally.ts'

/** Offsets in the bare program. */
interface FunctionText {
  name: string
  /** From the parameters to the end. */
  start: number
  end: number
  /** Where its body starts to run; `to`: the end of the expression that is its body. */
  enter: number
  to?: number
  /** A field of a class that is no derived one: the engine has its constructor on the stack, whose body has not begun. */
  beforeConstructor?: boolean
}

interface Insertion {
  at: number
  text: string
}

type Place = [line: number, column: number, constructs: boolean]

/** The pairs, and what the program logged. The sites say what the functions are called, and which fields are functions. */
export async function pairsByStack(program: string, sites: FileSites): Promise<{ pairs: string[]; log: string[] }> {
  const functions = findFunctions(program, sites)
  const insertions = functions.flatMap(enter).sort((a, b) => a.at - b.at)
  const asking = apply(program, insertions)
  const offsetOf = originalOffsets(asking, insertions)
  const implicit = implicitConstructors(program)
  const realm = new Realm()
  const calls = realm.evaluate(recordCalls, 'oracle.js') as { callee: number; stack: Place[] }[]
  await realm.run(asking)
  const pairs: Tally = {}
  for (const { callee, stack } of calls) {
    const { name, beforeConstructor } = functions[callee] as FunctionText
    const written = stack.map((place) => [offsetOf(place), place[2]] as const)
    const [caller] =
      written.filter(([offset, constructs]) => !constructs || !implicit.has(offset))[beforeConstructor ? 2 : 1] ?? []
    count(pairs, `${caller === undefined ? '<external>' : innermost(functions, caller).name} -> ${name}`)
  }
  return { pairs: tallyLines(pairs), log: realm.log }
}

/** Runs in the program's realm: makes there a function that notes who calls it. */
const recordCalls = `(() => {
  const calls = []
  const RealmError = Error
  const { captureStackTrace } = Error
  RealmError.stackTraceLimit = Infinity
  const places = (_, frames) =>
    frames
      .filter((frame) => frame.getFileName() === 'shop.js' && !frame.isAsync())
      .map((frame) => [frame.getLineNumber(), frame.getColumnNumber(), frame.isConstructor()])
  Object.defineProperty(globalThis, '__enter', {
    value: (callee) => {
      const asked = {}
      RealmError.prepareStackTrace = places
      captureStackTrace(asked)
      calls.push({ callee, stack: asked.stack })
      RealmError.prepareStackTrace = undefined
    },
  })
  return calls
})()`

function findFunctions(program: string, sites: FileSites): FunctionText[] {
  const lines = new LineIndex(program)
  const names = new Map(sites.functions.map((one) => [`${one.body.start.line}:${one.body.start.column}`, one.name]))
  const nameAt = (offset: number): string | undefined => {
    const { line, column } = lines.position(offset)
    return names.get(`${line}:${column}`)
  }
  const found: FunctionText[] = []
  const add = (
    { start, end }: Node,
    body: number,
    rest: Pick<FunctionText, 'enter' | 'to' | 'beforeConstructor'>,
  ): void => {
    const name = nameAt(body)
    if (name !== undefined) found.push({ name, start, end, ...rest })
  }
  const early = new Set<Node>()
  visit(parseProgram(program), (node) => {
    switch (node.type) {
      case 'Program':
        return found.push({ name: '<module>', start: -1, end: program.length + 1, enter: bodyStart(node.body, 0) })
      case 'ClassDeclaration':
      case 'ClassExpression': {
        const elements = node.body.body
        const written = elements.some((one) => one.type === 'MethodDefinition' && one.kind === 'constructor')
        if (!node.superClass && written) for (const one of elements) early.add(one)
        return
      }
      case 'StaticBlock':
        return add(node, node.start, { enter: program.indexOf('{', node.start) + 1 })
      case 'PropertyDefinition': {
        const { value } = node
        const beforeConstructor = early.has(node) && !node.static
        return value && add(value, unwrap(value).start, { enter: value.start, to: value.end, beforeConstructor })
      }
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression': {
        const { body } = node
        if (body.type === 'BlockStatement')
          return add(node, body.start, { enter: bodyStart(body.body, body.start + 1) })
        return add(node, unwrap(body).start, { enter: body.start, to: body.end })
      }
    }
  })
  return found
}

/** Where the engine says that a constructor is which nobody wrote. */
function implicitConstructors(program: string): Set<number> {
  const found = new Set<number>()
  visit(parseProgram(program), (node) => {
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') found.add(node.start)
  })
  return found
}

function parseProgram(program: string): Program {
  return parse(program, { ecmaVersion: 'latest', preserveParens: true, allowReturnOutsideFunction: true })
}

/** Behind the directives. */
function bodyStart(statements: readonly Node[], otherwise: number): number {
  const directives = statements.filter((one) => 'directive' in one && one.directive)
  return directives.at(-1)?.end ?? otherwise
}

function unwrap(node: Node): Node {
  return node.type === 'ParenthesizedExpression' ? unwrap((node as Node & { expression: Node }).expression) : node
}

function visit(node: Node, found: (node: AnyNode) => unknown): void {
  found(node as AnyNode)
  for (const child of Object.values(node).flat()) {
    if (typeof child?.type === 'string') visit(child as Node, found)
  }
}

function enter({ enter: at, to }: FunctionText, id: number): Insertion[] {
  if (to === undefined) return [{ at, text: `;__enter(${id});` }]
  return [
    { at, text: `(__enter(${id}),` },
    { at: to, text: ')' },
  ]
}

function apply(text: string, insertions: Insertion[]): string {
  let [result, last] = ['', 0]
  for (const { at, text: inserted } of insertions) {
    result += text.slice(last, at) + inserted
    last = at
  }
  return result + text.slice(last)
}

/** No insertion has a line break: from a place in the text with insertions to an offset in the text without. */
function originalOffsets(text: string, insertions: Insertion[]): (place: Place) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((found) => found.index + 1)]
  return ([line, column]) => {
    let offset = (starts[line - 1] as number) + column - 1
    for (const insertion of insertions)
      if (insertion.at <= offset) offset -= Math.min(insertion.text.length, offset - insertion.at)
    return offset
  }
}

function innermost(functions: FunctionText[], offset: number): FunctionText {
  const around = functions.filter(({ start, end }) => start <= offset && offset < end)
  return around.reduce((inner, one) => (one.start >= inner.start ? one : inner))
}
