/** Questions that the walk asks about the shape of a node. */
import type {
  AccessorProperty,
  ClassElement,
  Expression,
  ForStatement,
  Node,
  PropertyDefinition,
  Statement,
  VariableDeclaration,
} from 'oxc-parser'
import { visitorKeys } from 'oxc-parser'
import type { FunctionKind } from '../model/sites.ts'
import { declaredFunction } from './guard.ts'
import { unwrap } from './inert.ts'

export type ForOfStatement = Extract<Statement, { type: 'ForOfStatement' }>
export type Field = PropertyDefinition | AccessorProperty
export type Namespace = Extract<Node, { type: 'TSModuleDeclaration' }>
export type DefaultValue = Extract<Node, { type: 'AssignmentPattern' }>

/** Children in which nothing runs: types, and the text of templates. */
const unvisitedKeys: ReadonlySet<string> = new Set([
  'quasis',
  'typeAnnotation',
  'typeParameters',
  'typeArguments',
  'superTypeArguments',
  'returnType',
  'implements',
])

/** By type of node: the properties with children in which something may run, in the order of the text. */
export const visitedKeys: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(visitorKeys).map(([type, keys]) => [type, keys.filter((key) => !unvisitedKeys.has(key))]),
)

export function isDirective(statement: Node): boolean {
  return statement.type === 'ExpressionStatement' && typeof statement.directive === 'string'
}

/** A class that is exported may have its decorators before the `export`. */
export function startOf(node: Statement): number {
  const exported =
    node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration' ? node.declaration : null
  const decorator = exported?.type === 'ClassDeclaration' ? exported.decorators[0] : undefined
  return Math.min(node.start, decorator?.start ?? node.start)
}

export function hasUseStrict(statements: readonly Node[]): boolean {
  return statements.some((one) => one.type === 'ExpressionStatement' && one.directive === 'use strict')
}

export function isSuperCall(statement: Statement): boolean {
  if (statement.type !== 'ExpressionStatement') return false
  return statement.expression.type === 'CallExpression' && statement.expression.callee.type === 'Super'
}

export function isInstanceField(element: ClassElement): boolean {
  return element.type === 'PropertyDefinition' && !element.static && element.value !== null && !element.declare
}

/** The `await` or `yield` whose value the last declarator destructures. */
export function declaredPattern(node: VariableDeclaration): Expression | null {
  const last = node.declarations.at(-1)
  return last?.init && last.id.type !== 'Identifier' ? awaited(last.init) : null
}

export function assignedPattern(node: Expression): Expression | null {
  const assignment = unwrap(node)
  if (assignment.type !== 'AssignmentExpression' || !isPattern(assignment.left)) return null
  return awaited(assignment.right)
}

/** A target that destructures: `[a, b]`, `{ a }`. */
export function isPattern({ type }: Node): boolean {
  return type === 'ObjectPattern' || type === 'ArrayPattern'
}

export function awaited(node: Expression): Expression | null {
  switch (node.type) {
    case 'AwaitExpression':
      return node
    case 'YieldExpression':
      return node.argument && !node.delegate ? node : null
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return awaited(node.expression)
    default:
      return null
  }
}

export function isAwaitUsing(node: Node): boolean {
  return node.type === 'VariableDeclaration' && node.kind === 'await using'
}

/** Suspends the function between two rounds. */
export function isSuspendingLoop(node: Statement): node is ForOfStatement {
  return node.type === 'ForOfStatement' && (node.await || isAwaitUsing(node.left))
}

/** Can it be a function, or hold one, that gets its name from where it stands? */
export function canTakeName(node: Node): boolean {
  return namedFromOutside.has((node.type === 'ParenthesizedExpression' ? unwrap(node) : node).type)
}
const namedFromOutside: ReadonlySet<string> = new Set([
  'ArrowFunctionExpression',
  'FunctionExpression',
  'ClassExpression',
  'ObjectExpression',
  'ArrayExpression',
  'ConditionalExpression',
  'LogicalExpression',
  'CallExpression',
  'NewExpression',
  'TaggedTemplateExpression',
])

export function methodKind(kind: 'constructor' | 'method' | 'get' | 'set' | 'init'): FunctionKind {
  if (kind === 'get') return 'getter'
  if (kind === 'set') return 'setter'
  return kind === 'constructor' ? 'constructor' : 'method'
}

/** Whether anything is left of it when the types are erased. */
export function runs(statement: Statement): boolean {
  switch (statement.type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSDeclareFunction':
    case 'TSNamespaceExportDeclaration':
      return false
    case 'ImportDeclaration':
      return statement.importKind !== 'type'
    case 'TSImportEqualsDeclaration':
      return statement.importKind !== 'type'
    case 'ExportAllDeclaration':
      return statement.exportKind !== 'type'
    case 'ExportNamedDeclaration':
      if (statement.exportKind === 'type') return false
      return statement.declaration ? runs(statement.declaration as Statement) : statement.specifiers.length > 0
    case 'TSModuleDeclaration':
      return !statement.declare && isInstantiated(statement)
    case 'VariableDeclaration':
    case 'ClassDeclaration':
    case 'FunctionDeclaration':
    case 'TSEnumDeclaration':
      return !statement.declare
    default:
      return true
  }
}

/** A namespace of types alone is erased. A probe in it would keep it. */
export function isInstantiated(node: Namespace): boolean {
  const body = node.body as Node | null
  if (!body) return false
  if (body.type === 'TSModuleDeclaration') return isInstantiated(body)
  return body.type === 'TSModuleBlock' && (body.body as Statement[]).some(runs)
}

/** The offset behind the next `{`; comments are skipped. */
export function blockStart(text: string, from: number): number {
  const brace = /(?:\/\*[\s\S]*?\*\/|\/\/[^\n\r\u2028\u2029]*|[^{/])*\{/y
  brace.lastIndex = from
  return brace.test(text) ? brace.lastIndex : from
}

export function runsBetweenFunctions(statements: Statement[]): Statement[][] {
  const result: Statement[][] = []
  for (const statement of statements) {
    const current = result.at(-1)
    const first = current?.[0]
    if (current && first && !declaredFunction(first) === !declaredFunction(statement)) current.push(statement)
    else result.push([statement])
  }
  return result
}

/** Where the head of a `for` without an update ends: right before its parenthesis closes. */
export function headEnd(text: string, { start, init, test }: ForStatement): number {
  const rest = /(?:[\s;(]|\/\*[\s\S]*?\*\/|\/\/[^\n\r\u2028\u2029]*)*/y
  rest.lastIndex = test?.end ?? init?.end ?? start + 'for'.length
  rest.test(text)
  return rest.lastIndex
}
