import { type ArrowFunctionExpression, type Function as PlainFunction, type Node, visitorKeys } from 'oxc-parser'

export type Of<Type extends Node['type']> = Extract<Node, { type: Type }>
export type FunctionNode = PlainFunction | ArrowFunctionExpression
export type Class = Of<'ClassDeclaration' | 'ClassExpression'>
export type Loop = Of<'DoWhileStatement' | 'ForInStatement' | 'ForOfStatement' | 'ForStatement' | 'WhileStatement'>

export function isFunction(node: Node): node is FunctionNode {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
}

export function isClass(node: Node): node is Class {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression'
}

export function isLoop(node: Node): node is Loop {
  return /^(?:For(?:In|Of)?|(?:Do)?While)Statement$/.test(node.type)
}

export type Field = Node | readonly (Node | null)[] | null

export function fieldOf(node: Node, key: string): Field {
  return (node as unknown as Record<string, Field | undefined>)[key] ?? null
}

/** In the order of the text. */
export function childrenOf(node: Node): Node[] {
  return keysOf(node)
    .flatMap((key) => fieldOf(node, key))
    .filter((child) => child !== null)
}

/** The names of the fields that hold nodes. */
export function keysOf({ type }: Node): readonly string[] {
  return visitorKeys[type] ?? []
}

export function withoutParentheses(node: Node): Node {
  return node.type === 'ParenthesizedExpression' ? withoutParentheses(node.expression) : node
}
