/** How our probes look to whoever reads them: the counterpart of `TextPlanter`. */
import type {
  ArrowFunctionExpression,
  CallExpression,
  Function as FunctionNode,
  Node,
  SequenceExpression,
} from 'oxc-parser'

export class Probes {
  readonly #names: RegExp
  /** Of what only a function that suspends, and one of ours, has as a variable. */
  readonly #recorder: RegExp

  /** @param code with probes. What was printed anew may have numbers behind our names. */
  constructor(code: string) {
    const [, fetch, local] = /\bfunction (cov_[\da-f]{8}_*)\(\)\s*\{\s*if\s*\(\1\.(\$\$_*)\)/.exec(code) ?? []
    const name = (local ?? '').replaceAll('$', String.raw`\$`)
    this.#names =
      fetch === undefined ? /^(?!)/ : new RegExp(String.raw`^(?:${fetch}[rct]?|${name}(?:[sct]|u\d+)?)_?\d*$`)
    this.#recorder = new RegExp(String.raw`^${name}s_?\d*$`)
  }

  /** A function that nobody wrote. */
  isOurs(node: Node): boolean {
    if (node.type === 'FunctionDeclaration' && this.isStatement(node)) return true
    return isExpression(node) && this.#isOurFunction(node)
  }

  /** A statement, or a field of a class, that nobody wrote. */
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

  /** The statements that a guard of ours guards; null: it is none. */
  guarded(node: Node): readonly Node[] | null {
    if (node.type !== 'TryStatement' || node.handler || !node.finalizer) return null
    const { body } = node.finalizer
    return body.length > 0 && body.every((one) => this.isStatement(one)) ? node.block.body : null
  }

  /** What the user wrote, one layer of ours less; the same node: there is none around it. null: all is ours. */
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

  /** `(count, x)`, and `($$t = x, ..., $$t)`. */
  #unwrapSequence(node: SequenceExpression): Node | null {
    const last = node.expressions.at(-1) as Node
    if (last.type === 'Identifier' && this.#isName(last)) {
      const kept = node.expressions.find(
        (one) => one.type === 'AssignmentExpression' && one.left.type === 'Identifier' && one.left.name === last.name,
      )
      return kept?.type === 'AssignmentExpression' ? kept.right : null
    }
    const users = node.expressions.filter((one) => !this.#isProbe(one))
    if (users.length === node.expressions.length) return node
    return users.length > 1 ? { ...node, expressions: users } : (users[0] ?? null)
  }

  /** `recorder.e($$, 3, (test))`, `recorder.w(iterable, ...)`, `(() => { ...return x... })()`. */
  #unwrapCall(node: CallExpression): Node | null {
    const callee = bare(node.callee)
    if (callee.type === 'MemberExpression' && this.#isProbe(callee.object)) {
      const name = callee.property.type === 'Identifier' ? callee.property.name : ''
      return node.arguments[{ w: 0, e: 2 }[name] ?? -1] ?? null
    }
    if (!isExpression(callee)) return this.#isProbe(callee) ? null : node
    return this.#isOurFunction(callee) ? returnedBy(callee) : node
  }

  #isOurFunction({ async, generator, body }: FunctionNode | ArrowFunctionExpression): boolean {
    if (async || generator || body?.type !== 'BlockStatement') return false
    return body.body.some(
      (one) =>
        one.type === 'VariableDeclaration' &&
        one.declarations.some(({ id }) => id.type === 'Identifier' && this.#recorder.test(id.name)),
    )
  }

  #isProbe(node: Node): boolean {
    switch (node.type) {
      case 'Identifier':
        return this.#isName(node)
      case 'ParenthesizedExpression':
        return this.#isProbe(node.expression)
      case 'MemberExpression':
        return this.#isProbe(node.object)
      case 'UpdateExpression':
      case 'UnaryExpression':
        return this.#isProbe(node.argument)
      case 'AssignmentExpression':
        return this.#isProbe(node.left)
      case 'BinaryExpression':
      case 'LogicalExpression':
        return this.#isProbe(node.left)
      case 'ConditionalExpression':
        return this.#isProbe(node.test)
      case 'SequenceExpression':
        return this.#unwrapSequence(node) === null
      case 'CallExpression':
        return this.#isProbe(node.callee) && this.#unwrapCall(node) === null
      default:
        return false
    }
  }

  #isName(node: Node): boolean {
    return (node.type === 'Identifier' || node.type === 'PrivateIdentifier') && this.#names.test(node.name)
  }
}

function isExpression(node: Node): node is FunctionNode | ArrowFunctionExpression {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'
}

function returnedBy({ body }: FunctionNode | ArrowFunctionExpression): Node | null {
  const statements = body?.type === 'BlockStatement' ? body.body : []
  const guard = statements.find((one) => one.type === 'TryStatement')
  const returned = guard?.block.body.find((one) => one.type === 'ReturnStatement')
  return returned?.argument ?? null
}

function bare(node: Node): Node {
  return node.type === 'ParenthesizedExpression' ? bare(node.expression) : node
}
