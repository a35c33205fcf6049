/**
 * How the body of a function can be guarded (`try { body } finally { put the caller back }`) without a change of
 * meaning. In a block, the body's function declarations are block-scoped. In a few cases that makes a difference.
 */
import type { Function as FunctionNode, Node, Statement } from 'oxc-parser'
import { visitorKeys } from 'oxc-parser'

/**
 * `whole`: one guard around the body. `parts`: one around each run of statements between function declarations.
 * `none`: neither is possible, as there is a conflict, and the runs would separate lexical declarations.
 */
export type Guard = 'whole' | 'parts' | 'none'

export function chooseGuard(body: Statement[], params: FunctionNode['params'], strict: boolean, text: string): Guard {
  if (redeclares(body, params)) return 'none'
  const functions = body.map(declaredFunction).filter((one) => one !== null)
  if (functions.length === 0 || !hasConflict(body, functions, params, strict, text)) return 'whole'
  return body.some(isLexical) ? 'none' : 'parts'
}

/** The function that a statement declares, perhaps behind labels. */
export function declaredFunction(statement: Statement): FunctionNode | null {
  let inner = statement
  while (inner.type === 'LabeledStatement') inner = inner.body
  return inner.type === 'FunctionDeclaration' ? inner : null
}

function hasConflict(
  body: Statement[],
  functions: FunctionNode[],
  params: FunctionNode['params'],
  strict: boolean,
  text: string,
): boolean {
  const names = new Set(functions.map(nameOf))
  if (names.size < functions.length && (strict || !functions.every(isPlain))) return true
  const variables = new Set<string>()
  for (const statement of body) if (!declaredFunction(statement)) collectVariables(statement, strict, variables)
  if ([...names].some((name) => variables.has(name))) return true
  if (strict) return false
  // Sloppy mode: a function named like a parameter is seen through `arguments`; `eval('var f')` may not cross a block's `f`.
  const source = text.slice((body[0] as Statement).start, (body.at(-1) as Statement).end)
  return params.some((param) => names.has(text.slice(param.start, param.end))) || /\beval\b/.test(source)
}

/** `function f(a) { let a }`: in a block it would be allowed. */
function redeclares(body: Statement[], params: FunctionNode['params']): boolean {
  if (params.length === 0 || !body.some(isLexical)) return false
  const names = new Set<string>()
  for (const param of params) collectNames(param, names)
  const declared = new Set<string>()
  for (const statement of body) {
    if (statement.type === 'ClassDeclaration' && statement.id) declared.add(statement.id.name)
    if (statement.type === 'VariableDeclaration' && statement.kind !== 'var')
      for (const one of statement.declarations) collectNames(one.id, declared)
  }
  return [...names].some((name) => declared.has(name))
}

function nameOf(node: FunctionNode): string {
  return node.id?.name ?? ''
}

function isPlain(node: FunctionNode): boolean {
  return !node.async && !node.generator
}

/** Whether a block around the statements behind the first `count` ones would hide declarations from those. */
export function sharesScope(body: Statement[], count: number, text: string): boolean {
  const [lead, rest] = [body.slice(0, count), body.slice(count)]
  if (body.some(declaredFunction)) return true
  return rest.some(isLexical) && lead.some(({ start, end }) => /=>|\{/.test(text.slice(start, end)))
}

function isLexical(statement: Statement): boolean {
  if (statement.type === 'VariableDeclaration') return statement.kind !== 'var'
  return statement.type === 'ClassDeclaration' || statement.type === 'TSEnumDeclaration'
}

/**
 * The names that become the function's variables in and below a statement, not in nested functions: those of `var`, and
 * in sloppy mode those of functions in blocks (ECMAScript, B.3.2.1).
 */
function collectVariables(node: Node, strict: boolean, names: Set<string>): void {
  if (node.type === 'VariableDeclaration') {
    if (node.kind === 'var') for (const one of node.declarations) collectNames(one.id, names)
    return
  }
  if (node.type === 'FunctionDeclaration' && !strict && isPlain(node)) names.add(nameOf(node))
  if (!node.type.endsWith('Statement') && node.type !== 'SwitchCase' && node.type !== 'CatchClause') return
  for (const child of children(node)) collectVariables(child, strict, names)
}

function collectNames(node: Node, names: Set<string>): void {
  if (node.type === 'Identifier') names.add(node.name)
  else if (node.type === 'AssignmentPattern') collectNames(node.left, names)
  else if (node.type === 'Property') collectNames(node.value, names)
  else for (const child of children(node)) collectNames(child, names)
}

function children(node: Node): Node[] {
  const fields = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>
  const found: Node[] = []
  for (const key of visitorKeys[node.type] ?? []) {
    const child = fields[key]
    if (Array.isArray(child)) {
      for (const one of child) if (one) found.push(one)
    } else if (child) found.push(child)
  }
  return found
}

/** Whether an iterator or a disposal can suspend the function from within. Nested functions do not count. */
export function delegates(node: Node): boolean {
  return contains(node, (one) => {
    if (one.type === 'ForOfStatement') return one.await
    if (one.type === 'YieldExpression') return one.delegate
    return one.type === 'VariableDeclaration' && one.kind === 'await using'
  })
}

/** `for (await using x = ...; ...; ...)` suspends where the loop ends, and nothing can be inserted into that scope. */
export function disposesBehindLoop(node: Node): boolean {
  return contains(node, (one) => {
    if (one.type !== 'ForStatement') return false
    return one.init?.type === 'VariableDeclaration' && one.init.kind === 'await using'
  })
}

/** An `await` or `yield`, which a parameter must not hold, but a function around it may. */
export function holdsSuspension(node: Node): boolean {
  return contains(node, ({ type }) => type === 'YieldExpression' || type === 'AwaitExpression')
}

/** In a loop: the tree may be deeper than the stack. */
function contains(node: Node, isIt: (node: Node) => boolean): boolean {
  const waiting = [node]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const { type } = one
    if (type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression') continue
    if (isIt(one)) return true
    for (const child of children(one)) waiting.push(child)
  }
  return false
}
