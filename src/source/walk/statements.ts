/** Statements. Tells of each whether control never reaches its end. */
import type { Expression, Node, Statement, TSEnumDeclaration, WithStatement } from 'oxc-parser'
import type { HintKind } from '../hints.ts'
import type { Namespace } from '../shapes.ts'
import { assignedPattern, declaredPattern, isInstantiated, isSuperCall, isSuspendingLoop } from '../shapes.ts'
import { visitBlock, visitIf, visitSwitch, visitTry } from './branches.ts'
import { visitClass } from './classes.ts'
import { visitDeclaration } from './declarations.ts'
import { visitFunction } from './functions.ts'
import {
  lineBeforeContinue,
  visitDoWhile,
  visitFor,
  visitForAwait,
  visitForIn,
  visitLabeled,
  visitLoopBody,
  visitWhile,
} from './loops.ts'
import { destructuring, releaseBeforeDisposal, visitSuspendingOperand } from './suspension.ts'
import type { Walk } from './walk.ts'

/** `at`: where a probe before the statement goes, at its `export`, if it has one. */
export function visitStatement(walk: Walk, node: Statement, at: number, hint: HintKind | null): boolean {
  switch (node.type) {
    case 'ExpressionStatement': {
      const mayFollow = !walk.countStatement(node, at)
      if (mayFollow && walk.fn.traced?.suspends) walk.planter?.separate(at)
      destructuring(walk, assignedPattern(node.expression), node.end, () => walk.expression(node.expression))
      countProperties(walk, node)
      return false
    }
    case 'VariableDeclaration':
      if (node.declare) return false
      destructuring(walk, declaredPattern(node), node.end, () => visitDeclaration(walk, node, at))
      if (node.kind === 'await using') releaseBeforeDisposal(walk, node.end)
      return false
    case 'ReturnStatement':
      walk.countStatement(node, at)
      if (node.argument) visitReturned(walk, node.argument)
      return true
    case 'ThrowStatement':
      walk.countStatement(node, at)
      walk.expression(node.argument)
      return true
    case 'BreakStatement':
      walk.countStatement(node, at)
      return true
    case 'ContinueStatement': {
      walk.countStatement(node, at)
      const line = lineBeforeContinue(walk, node.label?.name)
      if (line > 0) walk.planter?.line(at, line, walk.fn.scope)
      return true
    }
    case 'DebuggerStatement':
      walk.countStatement(node, at)
      return false
    case 'BlockStatement':
      return visitBlock(walk, node)
    case 'IfStatement':
      return visitIf(walk, node, at, hint)
    case 'ForStatement':
      visitFor(walk, node, at)
      return false
    case 'ForInStatement':
    case 'ForOfStatement':
      if (isSuspendingLoop(node)) visitForAwait(walk, node, at)
      else visitForIn(walk, node, at)
      return false
    case 'WhileStatement':
      visitWhile(walk, node, at)
      return false
    case 'DoWhileStatement':
      visitDoWhile(walk, node, at)
      return false
    case 'SwitchStatement':
      visitSwitch(walk, node, at)
      return false
    case 'TryStatement':
      return visitTry(walk, node, at)
    case 'WithStatement':
      visitWith(walk, node, at)
      return false
    case 'LabeledStatement':
      visitLabeled(walk, node, at)
      return false
    case 'FunctionDeclaration':
      visitFunction(walk, node, { kind: 'function', name: node.id?.name ?? 'default', start: node.start })
      return false
    case 'ClassDeclaration':
      if (!node.declare) visitClass(walk, node, node.id?.name ?? 'default')
      return false
    case 'ExportNamedDeclaration':
      if (node.exportKind !== 'type' && node.declaration) return walk.statement(node.declaration as Statement, at)
      return false
    case 'ExportDefaultDeclaration':
      visitExportDefault(walk, node.declaration)
      return false
    case 'TSEnumDeclaration':
      visitEnum(walk, node, at)
      return false
    case 'TSModuleDeclaration':
      visitNamespace(walk, node, at)
      return false
    case 'TSImportEqualsDeclaration':
      if (node.importKind !== 'type' && node.moduleReference.type === 'TSExternalModuleReference') {
        walk.countStatement(node, at, true)
        walk.fn.currentCounter = -1
      }
      return false
    case 'TSExportAssignment':
      walk.countStatement(node, at, true)
      walk.expression(node.expression)
      return false
    default:
      // Imports, re-exports, empty statements, and what TypeScript erases.
      return false
  }
}

function visitExportDefault(walk: Walk, node: Node): void {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') walk.statement(node)
  else if (!node.type.startsWith('TS') || node.type === 'TSAsExpression') walk.expression(node, 'default')
}

function visitReturned(walk: Walk, node: Expression): void {
  const { traced, awaitsReturn } = walk.fn
  // Returning from an async generator awaits the value, though there is no `await`.
  if (traced?.suspends && awaitsReturn) visitSuspendingOperand(walk, node, traced)
  else walk.expression(node, '<returned>')
}

function visitWith(walk: Walk, node: WithStatement, at: number): void {
  walk.countStatement(node, at)
  walk.expression(node.object)
  const { fn } = walk
  const { scope } = fn
  fn.scope = 'with'
  walk.withDepth++
  visitLoopBody(walk, node.body)
  walk.withDepth--
  fn.scope = scope
}

/** A derived class's parameter properties are set right behind `super()`. */
function countProperties(walk: Walk, node: Statement): void {
  const { fn } = walk
  const counter = fn.propertiesCounter
  if (counter < 0 || !isSuperCall(node)) return
  walk.planter?.separate(node.end)
  walk.planter?.count(node.end, counter, fn.scope)
  fn.currentCounter = counter
  fn.propertiesCounter = -1
}

function visitEnum(walk: Walk, node: TSEnumDeclaration, at: number): void {
  if (node.declare) return
  walk.countStatement(node, at, true)
  const counter = walk.fn.currentCounter
  if (!walk.isIgnored(node.start))
    for (const member of node.body.members) walk.collector?.statement([member.start, member.end], counter, true)
  walk.fn.currentCounter = -1
}

function visitNamespace(walk: Walk, node: Namespace, at: number): void {
  if (node.declare || !isInstantiated(node)) return
  walk.countStatement(node, at, true)
  const { fn } = walk
  const outer = fn.name
  let body = node.body as Node | null
  fn.name = walk.qualify(walk.text.slice(node.id.start, node.id.end))
  while (body?.type === 'TSModuleDeclaration') body = body.body as Node | null
  if (body?.type === 'TSModuleBlock') walk.statements(body.body as Statement[])
  fn.name = outer
  walk.joinLines(node)
  fn.currentCounter = -1
}
