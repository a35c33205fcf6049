/**
 * How the body of a function can be guarded (`try { body } finally { put the caller back }`) without a change of
 * meaning. Inside of a block, the body's function declarations are block-scoped, which differs in a few cases.
 */
import type { Function as FunctionNode, Node, Statement } from 'oxc-parser'
import { visitorKeys } from 'oxc-parser'

/**
 * `whole`: one guard around the body. `parts`: one around each run of statements between function declarations.
 * `none`: neither is possible (both a conflict and lexical declarations that the runs would separate).
 */
export type Guard = 'whole' | 'parts' | 'none'

export function chooseGuard(body: Statement[], params: FunctionNode['params'], strict: boolean, text: string): Guard {
  const functions = body.filter((statement): statement is FunctionNode => statement.type === 'FunctionDeclaration')
  if (functions.length === 0) return 'whole'
  if (!hasConflict(body, functions, params, strict, text)) return 'whole'
  return body.some(isLexical) ? 'none' : 'parts'
}

function hasConflict(
  body: Statement[],
  functions: FunctionNode[],
  params: FunctionNode['params'],
  strict: boolean,
  text: string,
): boolean {
  const names = new Set(functions.map((one) => one.id?.name ?? ''))
  if (strict ? names.size < functions.length : false) return true
  const variables = new Set<string>()
  for (const statement of body) collectVariables(statement, variables)
  if ([...names].some((name) => variables.has(name))) return true
  if (strict) return false
  // Sloppy mode: a function named like a parameter is seen through `arguments`; `eval('var f')` may not cross a block's `f`.
  const source = text.slice((body[0] as Statement).start, (body.at(-1) as Statement).end)
  return params.some((param) => names.has(text.slice(param.start, param.end))) || source.includes('eval')
}

function isLexical(statement: Statement): boolean {
  return statement.type === 'ClassDeclaration' || (statement.type === 'VariableDeclaration' && statement.kind !== 'var')
}

/** The names that `var` declares in and below a statement, not in nested functions. */
function collectVariables(node: Node, names: Set<string>): void {
  if (node.type === 'VariableDeclaration') {
    if (node.kind === 'var') for (const one of node.declarations) collectNames(one.id, names)
    return
  }
  if (!node.type.endsWith('Statement') && node.type !== 'SwitchCase' && node.type !== 'CatchClause') return
  for (const child of children(node)) collectVariables(child, names)
}

function collectNames(node: Node, names: Set<string>): void {
  if (node.type === 'Identifier') names.add(node.name)
  else if (node.type === 'AssignmentPattern') collectNames(node.left, names)
  else if (node.type === 'Property') collectNames(node.value, names)
  else for (const child of children(node)) collectNames(child, names)
}

function children(node: Node): Node[] {
  const fields = node as unknown as Record<string, Node | (Node | null)[] | null>
  return (visitorKeys[node.type] ?? []).flatMap((key) => fields[key] ?? []).filter((child) => child !== null)
}

/** Does the function hand control to an iterator or a disposal that suspends it from within? Not in nested functions. */
export function delegates(node: Node): boolean {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return false
    case 'ForOfStatement':
      if (node.await) return true
      break
    case 'YieldExpression':
      if (node.delegate) return true
      break
    case 'VariableDeclaration':
      if (node.kind === 'await using') return true
      break
  }
  return children(node).some(delegates)
}
