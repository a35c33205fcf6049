/** What evaluating a node can do, by its shape alone. A node that is not known to be harmless counts as harmful. */
import type { Class, Expression, LogicalExpression, Node, ObjectPropertyKind, Statement } from 'oxc-parser'

/** Evaluates without throwing, calling or branching, so the code behind it is reached as often as the node is. */
export function isInert(node: Node): boolean {
  switch (node.type) {
    case 'Literal':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return isInert(node.expression)
    case 'TemplateLiteral':
      return node.expressions.length === 0
    case 'ArrayExpression':
      return node.elements.every(
        (element) => element === null || (element.type !== 'SpreadElement' && isInert(element)),
      )
    case 'ObjectExpression':
      return node.properties.every((property) => hasPlainKey(property) && isInert(property.value))
    case 'UnaryExpression':
      if (node.operator === '-') return node.argument.type === 'Literal' && typeof node.argument.value === 'number'
      return (node.operator === '!' || node.operator === 'void') && isInert(node.argument)
    case 'ClassExpression':
    case 'ClassDeclaration':
      return isInertClass(node)
    default:
      return false
  }
}

function hasPlainKey(property: ObjectPropertyKind): property is Exclude<ObjectPropertyKind, { type: 'SpreadElement' }> {
  return property.type === 'Property' && !property.computed
}

/** Nothing of the class runs when it is defined. */
function isInertClass(node: Class): boolean {
  if (node.superClass || node.decorators.length > 0) return false
  return node.body.body.every((element) => {
    if (element.type === 'TSIndexSignature') return true
    if (element.type === 'StaticBlock') return false
    if (element.computed || element.decorators.length > 0) return false
    return element.type === 'MethodDefinition' || element.type === 'TSAbstractMethodDefinition' || !element.static
  })
}

/** Cannot call any code of the program: no call, no getter, no conversion of an operand, no suspension. It may throw. */
export function callsNothing(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'ThisExpression':
    case 'MetaProperty':
      return true
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return callsNothing(node.expression)
    case 'ArrayExpression':
      return node.elements.every((one) => one === null || (one.type !== 'SpreadElement' && callsNothing(one)))
    case 'ObjectExpression':
      return node.properties.every((property) => hasPlainKey(property) && callsNothing(property.value))
    case 'ConditionalExpression':
      return callsNothing(node.test) && callsNothing(node.consequent) && callsNothing(node.alternate)
    case 'LogicalExpression':
      return operandsCallNothing(node)
    case 'SequenceExpression':
      return node.expressions.every(callsNothing)
    case 'BinaryExpression':
      return (node.operator === '===' || node.operator === '!==') && callsNothing(node.left) && callsNothing(node.right)
    case 'UnaryExpression':
      return ['!', 'void', 'typeof'].includes(node.operator) ? callsNothing(node.argument) : isInert(node)
    default:
      return isInert(node)
  }
}

/** In a loop: a chain of operands may be longer than the stack. */
function operandsCallNothing(node: LogicalExpression): boolean {
  let inner: Expression = node
  while (inner.type === 'LogicalExpression') {
    if (!callsNothing(inner.right)) return false
    inner = inner.left
  }
  return callsNothing(inner)
}

/** A function body that cannot call anything needs no caller state: nobody can ask who runs. */
export function bodyCallsNothing(statements: Statement[]): boolean {
  return statements.every((statement) => {
    switch (statement.type) {
      case 'EmptyStatement':
      case 'FunctionDeclaration':
        return true
      case 'ReturnStatement':
        return statement.argument === null || callsNothing(statement.argument)
      case 'ExpressionStatement':
        return callsNothing(statement.expression)
      case 'VariableDeclaration':
        return (
          !statement.kind.endsWith('using') &&
          statement.declarations.every((one) => one.id.type === 'Identifier' && (!one.init || callsNothing(one.init)))
        )
      default:
        return false
    }
  })
}

/** Without the parentheses around it. */
export function unwrap(node: Expression): Expression {
  let inner = node
  while (inner.type === 'ParenthesizedExpression') inner = inner.expression
  return inner
}

/** An anonymous function or class, which takes its name from where it stands (IsAnonymousFunctionDefinition, ECMAScript 8.4.3). */
export function isAnonymousDefinition(node: Expression): boolean {
  const inner = unwrap(node)
  switch (inner.type) {
    case 'ArrowFunctionExpression':
      return true
    case 'FunctionExpression':
    case 'ClassExpression':
      return inner.id === null
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return isAnonymousDefinition(inner.expression)
    default:
      return false
  }
}
