/** Where the counted parts of a node are in the text. */
import type { Node } from 'oxc-parser'

/** `continuation`: the code behind the node. `link`: the rest of an optional chain. */
export type SlotPart =
  | 'continuation'
  | 'consequent'
  | 'alternate'
  | 'body'
  | 'case'
  | 'handler'
  | 'finalizer'
  | 'right'
  | 'link'

/** The end is exclusive; null: up to the next slot, or to the end of the slot around it. */
export type Place = readonly [start: number, end: number | null]

type Places = { readonly [Part in SlotPart]?: Place }

export function placesOf(node: Node, text: string): Places {
  const continuation: Place = [node.end, null]
  switch (node.type) {
    case 'BlockStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'ReturnStatement':
    case 'StaticBlock':
    case 'SwitchStatement':
    case 'ThrowStatement':
      return { continuation }
    case 'AwaitExpression':
    case 'YieldExpression':
      return { continuation: [behindSemicolon(node.end, text), null] }
    case 'DoWhileStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'ForStatement':
    case 'WhileStatement':
      return { continuation: [node.body.end, null], body: spanOf(node.body) }
    case 'IfStatement': {
      const { consequent, alternate } = node
      const places: Places = { continuation, consequent: spanOf(consequent) }
      return alternate ? { ...places, alternate: [consequent.end, alternate.end] } : places
    }
    case 'ConditionalExpression': {
      const { test, consequent, alternate } = node
      return {
        consequent: [find('?', text, test.end), consequent.end],
        alternate: [find(':', text, consequent.end), alternate.end],
      }
    }
    case 'LogicalExpression':
      return { right: [find(node.operator, text, node.left.end), node.right.end] }
    case 'CallExpression':
      return node.optional ? { link: [find('?.', text, node.callee.end), node.end] } : {}
    case 'MemberExpression':
      return node.optional ? { link: [find('?.', text, node.object.end), node.end] } : {}
    case 'SwitchCase':
      return { case: spanOf(node) }
    case 'TryStatement': {
      const { block, handler, finalizer } = node
      return {
        continuation,
        ...(handler && { handler: spanOf(handler) }),
        ...(finalizer && { finalizer: [find('finally', text, (handler ?? block).end), finalizer.end] }),
      }
    }
    default:
      return {}
  }
}

function spanOf({ start, end }: Node): Place {
  return [start, end]
}

const semicolon = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*;/y

function behindSemicolon(at: number, text: string): number {
  semicolon.lastIndex = at
  return semicolon.test(text) ? semicolon.lastIndex : at
}

/** The next such sign that is not in a comment. */
function find(sign: string, text: string, from: number): number {
  const comment = /\s*(?:\/\/.*|\/\*[^]*?\*\/)/y
  for (let at = from; ; at = comment.lastIndex) {
    comment.lastIndex = at
    if (!comment.test(text)) return text.indexOf(sign, at)
  }
}
