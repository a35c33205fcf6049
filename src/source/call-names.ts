/**
 * What a person calls the functions and objects that a call gets: by the variable or key that holds the call's result, by a
 * short literal among its arguments, or else by what is called.
 */
import type { CallExpression, Expression, NewExpression, Node, TaggedTemplateExpression } from 'oxc-parser'
import { escapeControls } from '../model/safe.ts'
import { unwrap } from './inert.ts'
import { memberText, referenceName, sourceText } from './naming.ts'
import { canTakeName } from './shapes.ts'

type Call = CallExpression | NewExpression

/** `place`: what the call itself would be called where it stands. */
export function argumentName(call: Call, argument: Node, place: string | null, text: string): string | null {
  const variable = place !== null && isChosen(place) && !isIteration(call) ? place : null
  const { type } = argument.type === 'ParenthesizedExpression' ? unwrap(argument) : argument
  switch (type) {
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
      return call.type === 'CallExpression' ? variable : null
    case 'ObjectExpression':
      if (literalArgument(call, text) !== null) return callName(call, text)
      return variable ?? callbackName(call, text)
    case 'ArrayExpression':
      return variable ?? callName(call, text)
    default:
      return functionName(call, variable, text)
  }
}

function functionName(call: Call, variable: string | null, text: string): string {
  const callback = callbackName(call, text)
  if (variable === null || call.type === 'NewExpression') return callback
  const isOnly = call.arguments.filter(isFunctionLike).length === 1
  return isOnly ? variable : `${variable}.${callback}`
}

function isFunctionLike(node: Node): boolean {
  return canTakeName(node) && !/^(?:Object|Array|Call|New|TaggedTemplate)Expression$/.test(node.type)
}

/** `items.map() callback`, `app.get('/tasks') callback`, `new Promise() callback`. */
function callbackName(call: Call, text: string): string {
  return `${callName(call, text)} callback`
}

/** What a function within a tagged template is called: ``styled.div`` callback``. */
export function tagName({ tag }: TaggedTemplateExpression, place: string | null, text: string): string {
  return place !== null && isChosen(place) ? place : `${calleeName(tag, text)}\`\` callback`
}

/** `items.map()`, `app.get('/tasks')`; `curry('x')` also for what that returns, if it is called in turn. */
function callName(node: Call, text: string): string {
  let call = node
  let literal = literalArgument(call, text)
  let callee = unwrap(call.callee)
  while (literal === null && callee.type === 'CallExpression') {
    call = callee
    literal = literalArgument(call, text)
    callee = unwrap(call.callee)
  }
  return `${call.type === 'NewExpression' ? 'new ' : ''}${calleeName(call.callee, text)}(${literal ?? ''})`
}

function calleeName(callee: Expression, text: string): string {
  const inner = unwrap(callee)
  const name = referenceName(inner) ?? memberText(inner)
  if (name !== null) return name
  if (inner.type === 'FunctionExpression') return inner.id?.name ?? '<iife>'
  return inner.type === 'ArrowFunctionExpression' ? '<iife>' : sourceText(callee, text)
}

/** Of the arguments before the first function or object: the first text, or a number or expression in the first place. */
function literalArgument({ arguments: list }: Call, text: string): string | null {
  for (const argument of list) {
    if (isFunctionLike(argument) || argument.type === 'ObjectExpression') return null
    if (argument.type === 'Literal' && typeof argument.value === 'string') return quoted(argument.value)
    if (argument.type === 'TemplateLiteral') return sourceText(argument, text)
    if (argument === list[0] && isShownLiteral(argument)) return sourceText(argument, text)
  }
  return null
}

function isShownLiteral(node: Node): boolean {
  return node.type === 'Literal' && (typeof node.value === 'number' || 'regex' in node)
}

const longest = 40

function quoted(value: string): string {
  const shown = value.length > longest ? `${value.slice(0, longest - 1)}…` : value
  return `'${escapeControls(shown.replaceAll('\\', '\\\\').replaceAll("'", "\\'"))}'`
}

/** A name that the program's author chose, and not one of ours. */
function isChosen(name: string): boolean {
  return !name.startsWith('<') && name !== 'default' && !name.endsWith(' callback')
}

/** Calls its functions for a result that is none of them: the variable that holds the result does not name them. */
function isIteration({ callee }: Call): boolean {
  const inner = unwrap(callee)
  const chain = inner.type === 'ChainExpression' ? inner.expression : inner
  if (chain.type === 'Identifier') return iterations.has(chain.name)
  return (
    chain.type === 'MemberExpression' && chain.property.type === 'Identifier' && iterations.has(chain.property.name)
  )
}

const iterations: ReadonlySet<string> = new Set(
  [
    'map filter reduce reduceRight forEach some every flatMap from fromAsync groupBy find findIndex findLast',
    'findLastIndex sort toSorted replace replaceAll parse stringify then catch finally try setTimeout setInterval',
    'setImmediate queueMicrotask nextTick requestAnimationFrame requestIdleCallback addEventListener call apply',
  ].flatMap((row) => row.split(' ')),
)
