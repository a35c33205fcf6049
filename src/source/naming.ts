/** What a reader would call a function. The program's own `fn.name` does not change. */
import type { ClassElement, Expression, Node, PropertyKey } from 'oxc-parser'
import { escapeControls } from '../model/safe.ts'
import { unwrap } from './inert.ts'

/** `total`, `#check`, `[Symbol.iterator]`, `a-b`. */
export function keyName(key: PropertyKey, computed: boolean, text: string): string {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  if (!computed && key.type === 'Identifier') return key.name
  if (key.type === 'Literal' && key.value !== null) return String(key.value)
  return `[${sourceText(key, text)}]`
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

/** What an assignment names its function: `this.onClick = ...` is `onClick`; `exports.f` and `traps[key]` stay. */
export function targetName(node: Expression, text: string): string {
  const name = referenceName(node) ?? sourceText(node, text)
  return name.replace(/^this(?:\.|(?=\[))/, '')
}

/** The last name of `f().then`, which is no chain of names. */
export function memberText(node: Expression): string | null {
  const inner = unwrap(node)
  if (inner.type === 'ChainExpression') return memberText(inner.expression)
  if (inner.type !== 'MemberExpression' || inner.computed) return null
  return inner.property.type === 'PrivateIdentifier' ? `#${inner.property.name}` : inner.property.name
}

/** The node as it is written, on one row and cut if it is long. */
export function sourceText({ start, end }: Pick<Node, 'start' | 'end'>, text: string): string {
  const line = escapeControls(
    text
      .slice(start, Math.min(end, start + 200))
      .replace(/\s+/g, ' ')
      .trim(),
  )
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
