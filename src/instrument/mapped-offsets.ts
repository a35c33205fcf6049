import type { Node, TemplateLiteral } from 'oxc-parser'

export type Transpiler = 'esbuild' | 'oxc'

/**
 * The last place within a node that a transpiler has in its source map: where a part of it starts, or what closes it.
 * Tools look from there for the end of the node, so text that we insert behind the node must be mapped to that place.
 */
export function lastMappedOffset(node: Node, transpiler: Transpiler): number {
  const last = (part: Node): number => lastMappedOffset(part, transpiler)
  switch (node.type) {
    case 'ArrowFunctionExpression':
      return last(node.body)
    case 'CallExpression':
    case 'NewExpression':
    case 'ImportExpression':
    case 'ObjectExpression':
    case 'ArrayExpression':
    case 'FunctionExpression':
    case 'ClassExpression':
    case 'BlockStatement':
    case 'SwitchStatement':
      return node.end - 1
    case 'MemberExpression':
      return node.computed && transpiler === 'esbuild' ? node.end - 1 : last(node.property)
    case 'TemplateLiteral':
      return templateLandmark(node, transpiler)
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'ChainExpression':
    case 'ExpressionStatement':
      return last(node.expression)
    case 'UnaryExpression':
    case 'UpdateExpression':
    case 'AwaitExpression':
    case 'ThrowStatement':
      return last(node.argument)
    case 'YieldExpression':
    case 'ReturnStatement':
      return node.argument ? last(node.argument) : node.start
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return last(node.right)
    case 'ConditionalExpression':
      return last(node.alternate)
    case 'SequenceExpression':
      return last(node.expressions.at(-1) as Node)
    case 'TaggedTemplateExpression':
      return last(node.quasi)
    case 'SwitchCase':
      return node.test ? last(node.test) : node.start
    case 'BreakStatement':
    case 'ContinueStatement':
      return node.label?.start ?? node.start
    case 'IfStatement':
      return last(node.alternate ?? node.consequent)
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'WithStatement':
    case 'LabeledStatement':
      return last(node.body)
    case 'DoWhileStatement':
      return last(node.test)
    case 'TryStatement':
      return last(node.finalizer ?? node.handler?.body ?? node.block)
    case 'JSXElement':
      return node.closingElement?.start ?? node.end - 2
    default:
      return node.start
  }
}

function templateLandmark({ expressions, quasis, start }: TemplateLiteral, transpiler: Transpiler): number {
  const expression = expressions.at(-1)
  if (!expression) return start
  if (transpiler === 'esbuild') return expression.end
  return quasis.at(-1)?.value.raw === '' ? lastMappedOffset(expression, transpiler) : expression.end + 1
}
