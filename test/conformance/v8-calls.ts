/** How often V8 called the functions of a script. */
import { Worker } from 'node:worker_threads'
import {
  type AnyNode,
  type ArrowFunctionExpression,
  type FunctionDeclaration,
  type FunctionExpression,
  type Node,
  parse,
} from 'acorn'
import { LineIndex } from '../../src/source/line-index.ts'

/** As V8 sees it. A method begins where its member does. */
interface V8Range {
  startOffset: number
  endOffset: number
  count: number
}

/** As acorn sees it. */
interface FunctionText {
  start: number
  end: number
  /** Where its member starts, if it is a method's. */
  from: number
  body: number
}

/** An isolate with little in it: V8 counts everything there is. */
let worker: Worker | null = null

/**
 * By where the body starts (`line:column`); of functions that V8 and we call called at the same moments: nothing that is
 * resumed, no parameter that may do something.
 */
export async function callsByV8(text: string): Promise<Map<string, number>> {
  const functions = await functionsOfV8(text)
  const lines = new LineIndex(text)
  return new Map(
    comparableFunctions(text).map(({ start, end, from, body }) => {
      const { line, column } = lines.position(body)
      const known = functions.find(
        (one) => one.endOffset === end && one.startOffset >= from && one.startOffset <= start,
      )
      return [`${line}:${column}`, known?.count ?? 0]
    }),
  )
}

function functionsOfV8(text: string): Promise<V8Range[]> {
  worker ??= new Worker(new URL('v8-calls.worker.mjs', import.meta.url))
  worker.unref()
  worker.postMessage(text)
  return new Promise((resolve) =>
    worker?.once('message', (functions: { ranges: V8Range[] }[]) =>
      resolve(functions.map(({ ranges: [one] }) => one as V8Range)),
    ),
  )
}

function comparableFunctions(text: string): FunctionText[] {
  const found: FunctionText[] = []
  const visit = (node: AnyNode, member: AnyNode | null): void => {
    if (isComparable(node))
      found.push({ start: node.start, end: node.end, from: (member ?? node).start, body: bodyStart(node.body) })
    const isMember =
      node.type === 'MethodDefinition' || (node.type === 'Property' && (node.method || node.kind !== 'init'))
    for (const child of Object.values(node).flat())
      if (typeof child?.type === 'string') visit(child as AnyNode, isMember && child === node.value ? node : null)
  }
  visit(parse(text, { ecmaVersion: 'latest', preserveParens: true }) as AnyNode, null)
  return found
}

function isComparable(node: AnyNode): node is FunctionDeclaration | FunctionExpression | ArrowFunctionExpression {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return !node.generator && !node.async && node.params.every(({ type }) => type === 'Identifier')
    default:
      return false
  }
}

function bodyStart(node: Node): number {
  return node.type === 'ParenthesizedExpression'
    ? bodyStart((node as Node & { expression: Node }).expression)
    : node.start
}
