/** Expressions, in the order of their evaluation. */
import type {
  ArrayExpression,
  AssignmentExpression,
  CallExpression,
  Expression,
  NewExpression,
  Node,
  ObjectExpression,
  ObjectProperty,
  TaggedTemplateExpression,
} from 'oxc-parser'
import { isInert } from '../inert.ts'
import { argumentName, tagName } from '../call-names.ts'
import { keyName, targetName } from '../naming.ts'
import { canTakeName, methodKind, isPattern, visitedKeys } from '../shapes.ts'
import { visitClass } from './classes.ts'
import { visitConditional, visitLogical } from './expression-branches.ts'
import { visitFunction } from './functions.ts'
import { visitJsx } from './jsx.ts'
import { visitDefaultValue, visitPattern } from './patterns.ts'
import { visitSuspension } from './suspension.ts'
import type { Walk } from './walk.ts'

export function visitExpression(walk: Walk, node: Node, name: string | null): void {
  // The most frequent first: a switch over strings compares one after the other.
  switch (node.type) {
    case 'Identifier':
    case 'ThisExpression':
    case 'Super':
    case 'MetaProperty':
      walk.fn.currentCounter = -1
      return
    case 'MemberExpression':
    case 'CallExpression':
    case 'BinaryExpression':
      return visitChain(walk, node, name)
    case 'Literal':
    case 'JSXText':
    case 'JSXIdentifier':
    case 'JSXEmptyExpression':
      return
    case 'NewExpression':
      walk.expression(node.callee, '<iife>')
      return visitArguments(walk, node, name)
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
      return walk.expression(node.expression, name)
    case 'FunctionExpression':
      return visitFunction(walk, node, {
        kind: 'function',
        name: node.id?.name ?? name ?? '<anonymous>',
        start: node.start,
      })
    case 'ArrowFunctionExpression':
      return visitFunction(walk, node, { kind: 'arrow', name: name ?? '<anonymous>', start: node.start })
    case 'ClassExpression':
      return visitClass(walk, node, name ?? '<class>')
    case 'ObjectExpression':
      return visitObject(walk, node, name)
    case 'ArrayExpression':
      return visitArray(walk, node, name)
    case 'TaggedTemplateExpression':
      return visitTagged(walk, node, name)
    case 'ConditionalExpression':
      return visitConditional(walk, node, name)
    case 'LogicalExpression':
      return visitLogical(walk, node, name)
    case 'AssignmentExpression':
      return visitAssignment(walk, node)
    case 'AssignmentPattern':
      return visitDefaultValue(walk, node, null)
    case 'AwaitExpression':
      return visitSuspension(walk, node, node.argument, false)
    case 'YieldExpression':
      return visitSuspension(walk, node, node.argument, node.delegate)
    case 'JSXAttribute':
    case 'JSXElement':
    case 'JSXFragment':
      return visitJsx(walk, node)
    case 'JSXExpressionContainer':
      return walk.expression(node.expression, name)
    default:
      visitChildren(walk, node)
      if (!isInert(node)) walk.fn.currentCounter = -1
  }
}

export function visitChildren(walk: Walk, node: Node): void {
  const fields = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>
  for (const key of visitedKeys.get(node.type) ?? []) {
    const child = fields[key]
    if (Array.isArray(child)) {
      for (const one of child) if (one) walk.expression(one)
    } else if (child) walk.expression(child)
  }
}

type Link = Extract<Node, { type: 'MemberExpression' | 'CallExpression' | 'BinaryExpression' }>

/** From the left, in a loop: `a + b + ...` and `p.then(...).then(...)` may be longer than the stack. */
function visitChain(walk: Walk, node: Link, name: string | null): void {
  const links: Link[] = [node]
  let first = node
  let left = leftOf(node)
  while (isLink(left)) {
    links.push(left)
    first = left
    left = leftOf(left)
  }
  walk.expression(left, first.type === 'CallExpression' ? '<iife>' : null)
  for (let index = links.length - 1; index >= 0; index--)
    visitRight(walk, links[index] as Link, index === 0 ? name : null)
}

function isLink(node: Node): node is Link {
  const { type } = node
  return type === 'MemberExpression' || type === 'CallExpression' || type === 'BinaryExpression'
}

function leftOf(node: Link): Node {
  if (node.type === 'MemberExpression') return node.object
  return node.type === 'CallExpression' ? node.callee : node.left
}

function visitRight(walk: Walk, node: Link, name: string | null): void {
  if (node.type === 'CallExpression') return visitArguments(walk, node, name)
  walk.expression(node.type === 'MemberExpression' ? node.property : node.right)
  walk.fn.currentCounter = -1
}

function visitArguments(walk: Walk, node: CallExpression | NewExpression, name: string | null): void {
  for (const argument of node.arguments)
    walk.expression(argument, canTakeName(argument) ? argumentName(node, argument, name, walk.text) : null)
  walk.fn.currentCounter = -1
}

function visitTagged(walk: Walk, node: TaggedTemplateExpression, name: string | null): void {
  walk.expression(node.tag)
  const { expressions } = node.quasi
  const inner = expressions.some(canTakeName) ? tagName(node, name, walk.text) : null
  for (const one of expressions) walk.expression(one, inner)
  walk.fn.currentCounter = -1
}

function visitArray(walk: Walk, node: ArrayExpression, name: string | null): void {
  node.elements.forEach((element, index) => {
    if (element) walk.expression(element, canTakeName(element) ? elementName(name, index) : null)
  })
  if (!isInert(node)) walk.fn.currentCounter = -1
}

function elementName(owner: string | null, index: number): string {
  return `${owner ?? ''}[${index}]`
}

function visitAssignment(walk: Walk, { left, operator, right }: AssignmentExpression): void {
  if (isPattern(left)) visitPattern(walk, left, null)
  else if (left.type !== 'Identifier') walk.expression(left)
  if (operator !== '=') walk.fn.currentCounter = -1
  const isNamed = canTakeName(right) && !isPattern(left)
  walk.expression(right, isNamed ? targetName(left as Expression, walk.text) : null)
  walk.fn.currentCounter = -1
}

function visitObject(walk: Walk, node: ObjectExpression, name: string | null): void {
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') walk.expression(property)
    else walk.withHint(property, () => visitProperty(walk, property, name))
  }
  if (!isInert(node)) walk.fn.currentCounter = -1
}

/** `owner`: what the object is called. */
function visitProperty(walk: Walk, node: ObjectProperty, owner: string | null): void {
  if (node.computed) walk.expression(node.key)
  const { value } = node
  const key = keyName(node.key, node.computed, walk.text)
  const name = owner === null || owner.startsWith('<') || owner.endsWith(' callback') ? key : `${owner}.${key}`
  if (value.type !== 'FunctionExpression' || !(node.method || node.kind !== 'init')) return walk.expression(value, name)
  const kind = node.kind === 'init' ? 'method' : methodKind(node.kind)
  const full = node.kind === 'init' ? name : name.slice(0, name.length - key.length) + `${node.kind} ${key}`
  visitFunction(walk, value, { kind, name: full, start: node.start })
}
