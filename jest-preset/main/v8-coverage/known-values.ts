/** Values that V8 knows without running the code. */
import type { Node } from 'oxc-parser'

/** null: V8 does not know the value. */
export function truthOf(node: Node): boolean | null {
  const value = literalOf(node)
  return value && Boolean(value.value)
}

function literalOf(node: Node): { value: unknown } | null {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return literalOf(node.expression)
    case 'Literal':
      return 'regex' in node ? null : { value: 'bigint' in node ? BigInt(node.bigint) : node.value }
    case 'TemplateLiteral':
      return node.expressions.length > 0 ? null : { value: node.quasis[0]?.value.cooked }
    case 'UnaryExpression': {
      const known = literalOf(node.argument)
      if (known && node.operator === '!') return { value: !known.value }
      if (typeof known?.value !== 'number') return null
      if (node.operator === '-') return { value: -known.value }
      if (node.operator === '+') return known
      return node.operator === '~' ? { value: ~known.value } : null
    }
    default:
      return null
  }
}

/** Whether the right side can never run. */
export function stopsAt(operator: string, left: Node): boolean {
  const known = literalOf(left)
  if (!known) return false
  if (operator === '??') return known.value !== null
  return Boolean(known.value) === (operator === '||')
}
