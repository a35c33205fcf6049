/** What a reader would call a function. The program's own `fn.name` does not change. */
import type { CallExpression, ClassElement, Expression, NewExpression, PropertyKey } from 'oxc-parser'
import { unwrap } from './inert.ts'

/** `total`, `#check`, `[Symbol.iterator]`, `a-b`. */
export function keyName(key: PropertyKey, computed: boolean, text: string): string {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  if (!computed && key.type === 'Identifier') return key.name
  if (key.type === 'Literal' && key.value !== null) return String(key.value)
  return `[${shorten(text.slice(key.start, key.end))}]`
}

/** `items.map() callback`, `new Promise() callback`. */
export function callbackName(node: CallExpression | NewExpression): string {
  const callee = referenceName(node.callee)
  const name = callee ?? methodName(node.callee)
  if (name === null) return '<anonymous>'
  return `${node.type === 'NewExpression' ? 'new ' : ''}${name}() callback`
}

/** The text of a name or a chain of names: `f`, `this.items`, `Foo.prototype.bar`; null for anything else. */
export function referenceName(node: Expression): string | null {
  const inner = unwrap(node)
  switch (inner.type) {
    case 'Identifier':
      return inner.name
    case 'ThisExpression':
      return 'this'
    case 'Super':
      return 'super'
    case 'TSNonNullExpression':
      return referenceName(inner.expression)
    case 'ChainExpression':
      return referenceName(inner.expression)
    case 'MemberExpression': {
      if (inner.computed) return null
      const object = referenceName(inner.object)
      const property = inner.property.type === 'PrivateIdentifier' ? `#${inner.property.name}` : inner.property.name
      return object === null ? null : `${object}.${property}`
    }
    default:
      return null
  }
}

/** What an assignment names its function: `this.onClick = ...` is `onClick`, `exports.f` stays. */
export function targetName(node: Expression): string | null {
  const name = referenceName(node)
  return name !== null && name.startsWith('this.') ? name.slice('this.'.length) : name
}

/** The last name of `f().then`, which is no chain of names. */
function methodName(node: Expression): string | null {
  const inner = unwrap(node)
  if (inner.type === 'ChainExpression') return methodName(inner.expression)
  if (inner.type !== 'MemberExpression' || inner.computed) return null
  return inner.property.type === 'PrivateIdentifier' ? `#${inner.property.name}` : inner.property.name
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}

/** `Cart.total`; `Cart#total` for the instance's where a static member has the same name. */
export function memberNames(className: string, elements: ClassElement[], text: string): Map<ClassElement, string> {
  const names = new Map<ClassElement, string>()
  const statics = new Set<string>()
  for (const element of elements) {
    const name = memberName(element, text)
    if (name === null) continue
    names.set(element, name)
    if (isStatic(element)) statics.add(name)
  }
  for (const [element, name] of names) {
    const separator = !isStatic(element) && statics.has(name) ? '#' : '.'
    names.set(element, `${className}${separator}${name}`)
  }
  return names
}

function memberName(element: ClassElement, text: string): string | null {
  if (element.type === 'StaticBlock') return '<static>'
  if (element.type === 'TSIndexSignature') return null
  const name = keyName(element.key, element.computed, text)
  if (element.type !== 'MethodDefinition') return name
  return element.kind === 'get' || element.kind === 'set' ? `${element.kind} ${name}` : name
}

function isStatic(element: ClassElement): boolean {
  return element.type === 'StaticBlock' || (element.type !== 'TSIndexSignature' && element.static)
}
