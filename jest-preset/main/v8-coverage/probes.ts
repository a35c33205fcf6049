/** Recognizes our probes in a syntax tree: the counterpart of `TextPlanter`. */
import type { Node } from 'oxc-parser'
import { type FunctionNode, type Of, fieldOf, withoutParentheses } from './nodes.ts'

export class Probes {
  readonly #names: RegExp
  /** The variable that all functions added by us have. */
  readonly #recorder: RegExp

  /** @param code with probes. A transpiler may have added numbers to our names. */
  constructor(code: string) {
    const [, fetch, local] = /\bfunction (cov_[\da-f]{8}_*)\(\)\s*\{\s*if\s*\(\1\.(\$\$_*)\)/.exec(code) ?? []
    const name = (local ?? '').replaceAll('$', String.raw`\$`)
    this.#names =
      fetch === undefined ? /^(?!)/ : new RegExp(String.raw`^(?:${fetch}[rct]?|${name}(?:[sct]|u\d+)?)_?\d*$`)
    this.#recorder = new RegExp(String.raw`^${name}s_?\d*$`)
  }

  /** A function that is not the user's. */
  isOurs(node: Node): boolean {
    if (node.type === 'FunctionDeclaration' && this.isStatement(node)) return true
    return isExpression(node) && this.#isOurFunction(node)
  }

  /** A statement or a field of a class that is not the user's. */
  isStatement(node: Node): boolean {
    switch (node.type) {
      case 'FunctionDeclaration':
        return node.id !== null && this.#isName(node.id)
      case 'VariableDeclaration':
        return node.declarations.every(({ id }) => this.#isName(id))
      case 'ExpressionStatement':
        return this.#isProbe(node.expression)
      case 'BlockStatement':
        return node.body.length > 0 && node.body.every((one) => this.isStatement(one))
      case 'PropertyDefinition':
        return this.#isName(node.key)
      default:
        return false
    }
  }

  /** The statements inside our `try`; null: the node is no `try` of ours. */
  guarded(node: Node): readonly Node[] | null {
    if (node.type !== 'TryStatement' || node.handler || !node.finalizer) return null
    const { body } = node.finalizer
    return body.length > 0 && body.every((one) => this.isStatement(one)) ? node.block.body : null
  }

  /** Removes one layer of ours around the user's node. The same node: there is no layer. null: it holds no user's node. */
  unwrap(node: Node): Node | null {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return node.expression
      case 'SequenceExpression':
        return this.#unwrapSequence(node)
      case 'AssignmentExpression':
        return this.#isProbe(node.left) ? node.right : node
      case 'CallExpression':
        return this.#unwrapCall(node)
      default:
        return this.#isProbe(node) ? null : node
    }
  }

  /** `(count, x)`, `($$t = x, ..., $$t)` and `($$t = x, ..., [$$t, $$t = 0][0])`. */
  #unwrapSequence(node: Of<'SequenceExpression'>): Node | null {
    const last = keptIn(node.expressions.at(-1) as Node)
    if (last.type === 'Identifier' && this.#isName(last)) {
      const kept = node.expressions.findLast(
        (one) => one.type === 'AssignmentExpression' && one.left.type === 'Identifier' && one.left.name === last.name,
      )
      return kept?.type === 'AssignmentExpression' ? kept.right : null
    }
    const users = node.expressions.filter((one) => !this.#isProbe(one))
    if (users.length === node.expressions.length) return node
    return users.length > 1 ? { ...node, expressions: users } : (users[0] ?? null)
  }

  /** `recorder.e($$, 3, (test))`, `recorder.w(iterable, ...)`, `(() => { ...return x... })()`. */
  #unwrapCall(node: Of<'CallExpression'>): Node | null {
    const callee = withoutParentheses(node.callee)
    if (callee.type === 'MemberExpression' && this.#isProbe(callee.object)) {
      const name = callee.property.type === 'Identifier' ? callee.property.name : ''
      return node.arguments[{ w: 0, e: 2 }[name] ?? -1] ?? null
    }
    if (!isExpression(callee)) return this.#isProbe(callee) ? null : node
    return this.#isOurFunction(callee) ? returnedBy(callee) : node
  }

  #isOurFunction({ async, generator, body }: FunctionNode): boolean {
    if (async || generator || body?.type !== 'BlockStatement') return false
    return body.body.some(
      (one) =>
        one.type === 'VariableDeclaration' &&
        one.declarations.some(({ id }) => id.type === 'Identifier' && this.#recorder.test(id.name)),
    )
  }

  #isProbe(node: Node): boolean {
    if (node.type === 'Identifier') return this.#isName(node)
    if (node.type === 'SequenceExpression') return this.#unwrapSequence(node) === null
    if (node.type === 'CallExpression') return this.#isProbe(node.callee) && this.#unwrapCall(node) === null
    const first = firstOperand[node.type]
    return first !== undefined && this.#isProbe(fieldOf(node, first) as Node)
  }

  #isName(node: Node): boolean {
    return (node.type === 'Identifier' || node.type === 'PrivateIdentifier') && this.#names.test(node.name)
  }
}

/** The operand that tells whether an expression is a probe: in ours, it begins with one of our names. */
const firstOperand: { [Type in Node['type']]?: string } = {
  AssignmentExpression: 'left',
  BinaryExpression: 'left',
  ConditionalExpression: 'test',
  LogicalExpression: 'left',
  MemberExpression: 'object',
  ParenthesizedExpression: 'expression',
  UnaryExpression: 'argument',
  UpdateExpression: 'argument',
}

/** `$$t` of `[$$t, $$t = 0][0]`; any other node itself. */
function keptIn(node: Node): Node {
  if (node.type !== 'MemberExpression' || node.object.type !== 'ArrayExpression') return node
  return node.object.elements[0] ?? node
}

function isExpression(node: Node): node is FunctionNode {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'
}

function returnedBy({ body }: FunctionNode): Node | null {
  const statements = body?.type === 'BlockStatement' ? body.body : []
  const guard = statements.find((one) => one.type === 'TryStatement')
  const returned = guard?.block.body.find((one) => one.type === 'ReturnStatement')
  return returned?.argument ?? null
}
