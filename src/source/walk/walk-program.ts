/**
 * The walk: one pass over the tree, in the order of the text. It numbers counters, collects sites and tells the
 * planter where probes go.
 *
 * Sites that are reached equally often share a counter. `currentCounter` says how often the present point is reached. It
 * stays as long as nothing comes that can throw or branch (see inert.ts).
 */
import type { Program, Statement } from 'oxc-parser'
import type { NodeHint } from '../hints.ts'
import { hasUseStrict, isDirective, runs, startOf } from '../shapes.ts'
import { visitExpression } from './expressions.ts'
import { newTracedFunction } from './functions.ts'
import { visitStatement } from './statements.ts'
import { Walk, type WalkInput } from './walk.ts'

export interface WalkResult {
  /** How many counters the file needs. */
  counters: number
  /** Hints before nothing that they could apply to. */
  unusedHints: NodeHint[]
}

export function walkProgram(program: Program, input: WalkInput): WalkResult {
  const walk = new Walk(input, { expression: visitExpression, statement: visitStatement })
  visitProgram(walk, program)
  return { counters: walk.counters, unusedHints: walk.hints.unused }
}

function visitProgram(walk: Walk, node: Program): void {
  const body = node.body.filter((statement) => !isDirective(statement))
  if (!body.some(runs)) return
  const { fn } = walk
  const isModule = node.sourceType === 'module'
  const awaits = isModule && walk.text.includes('await')
  const traced = newTracedFunction(walk, node.body, { name: '<module>', file: true, suspends: awaits, async: awaits })
  walk.collector?.function('module', traced.name, [0, 1], [0, node.end], traced.counter)
  fn.isStrict = isModule || hasUseStrict(node.body)
  fn.traced = traced
  const enterFile = (at: number): void => {
    const before = node.body.findLast(({ end }) => end <= at)
    const separate = before !== undefined && !';}'.includes(walk.text[before.end - 1] as string)
    walk.planter?.enterFile(at, traced, { separate, module: isModule })
    fn.currentCounter = traced.counter
  }
  const first = body.find((statement) => statement.type !== 'ImportDeclaration' && runs(statement))
  const last = node.body.at(-1) as Statement
  for (const statement of body) {
    if (statement === first) enterFile(startOf(statement))
    walk.statement(statement)
  }
  if (!first) enterFile(last.end)
  walk.hints.dropUpTo(walk.text.length)
  if (!walk.callers) return
  walk.planter?.separate(last.end)
  walk.callers.leaveFile(last.end, traced)
}
