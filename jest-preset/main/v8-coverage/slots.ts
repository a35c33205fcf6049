/**
 * Where V8 counts in a text: its functions, and what its parser notes down in each, from V8 11 (Node 20) to 14 (Node 26).
 * It may well be that a version has no counter there. Then as much is counted there as around it, and nobody sees it.
 */
import {
  type ArrowFunctionExpression,
  type BreakStatement,
  type Class,
  type ClassBody,
  type ConditionalExpression,
  type ContinueStatement,
  type DoWhileStatement,
  type ForInStatement,
  type ForOfStatement,
  type ForStatement,
  type Function as FunctionNode,
  type IfStatement,
  type LabeledStatement,
  type Node,
  type Program,
  type SwitchStatement,
  type TryStatement,
  type WhileStatement,
  visitorKeys,
} from 'oxc-parser'

export interface Slot {
  /** What it counts: a part of a node. */
  node: Node
  part: SlotPart
  start: number
  /** Exclusive; null: it goes on to the next one, or to the end of the one around it. */
  end: number | null
}

/** `continuation`: what comes behind the node. `closed`: the same, behind the `catch` of one that has a `finally`, too. */
export type SlotPart =
  | 'consequent'
  | 'alternate'
  | 'body'
  | 'case'
  | 'handler'
  | 'finalizer'
  | 'right'
  | 'link'
  | 'closed'
  | 'continuation'

type Loop = DoWhileStatement | ForInStatement | ForOfStatement | ForStatement | WhileStatement

/** The workers run on this Node, too. */
const v8 = Number.parseInt(process.versions.v8)

/** What V8 has a function for: the fields and blocks of a class are two, static or not. */
export interface CountedFunction {
  node: Program | FunctionNode | ArrowFunctionExpression | ClassBody
  isStatic: boolean
  /** V8 compiles nothing that it knows not to run. */
  isCompiled: boolean
  slots: Slot[]
}

/** In the order of the text, outer ones first. */
export function slotsOf(program: Program, text: string): CountedFunction[] {
  const walk = new SlotWalk(text, program.sourceType === 'module')
  walk.enter(program, () => walk.body(program.body))
  return walk.functions
}

/** What a `break` or `continue` goes to. */
interface Target {
  node: Node
  labels: string[]
  isLeft: boolean
  isContinued: boolean
}

/** Of a statement: whether nothing behind it in its block is compiled. */
type IsEnd = boolean

class SlotWalk {
  readonly functions: CountedFunction[] = []
  readonly #text: string
  #slots: Slot[] = []
  #targets: Target[] = []
  /** Where continuations are: of several in one place, the outermost is counted. */
  #continuations = new Set<number>()
  #isStrict: boolean
  #isCompiled = true

  constructor(text: string, isStrict: boolean) {
    this.#text = text
    this.#isStrict = isStrict
  }

  enter(node: CountedFunction['node'], visit: () => void, isStatic = false): void {
    const outer = [this.#slots, this.#targets, this.#continuations] as const
    // Of a class, there may be several parts.
    const known =
      node.type === 'ClassBody' && this.functions.find((one) => one.node === node && one.isStatic === isStatic)
    const current = known || { node, isStatic, isCompiled: this.#isCompiled, slots: [] }
    if (!known) this.functions.push(current)
    this.#slots = current.slots
    this.#targets = []
    this.#continuations = new Set()
    visit()
    ;[this.#slots, this.#targets, this.#continuations] = outer
  }

  body(list: readonly Node[]): void {
    const isStrict = this.#isStrict
    this.#isStrict ||= list.some((one) => 'directive' in one && one.directive === 'use strict')
    this.#block(list, (one) => one.type !== 'FunctionDeclaration')
    this.#isStrict = isStrict
  }

  /** Behind the last statement of a block there is what is behind the block. */
  #block(list: readonly Node[], isStatement: (one: Node) => boolean): IsEnd {
    const from = this.#slots.length
    const isEnd = this.#statements(list)
    const last = lastOf(list.filter(isStatement))
    const index = this.#slots.findIndex(({ node, part }, at) => at >= from && node === last && part === 'continuation')
    if (index !== -1) this.#slots.splice(index, 1)
    return isEnd
  }

  #statements(list: readonly Node[]): IsEnd {
    const last = list.findIndex((one) => this.#visit(one))
    if (last === -1) return false
    for (const one of list.slice(last + 1)) {
      if (one.type === 'FunctionDeclaration') this.#visit(one)
      else this.#leaveOut(one)
    }
    return true
  }

  /** What is not compiled has no counters. */
  #leaveOut(...nodes: (Node | null)[]): void {
    const outer = [this.#slots, this.#targets, this.#isCompiled] as const
    this.#slots = []
    this.#targets = []
    this.#isCompiled = false
    for (const node of nodes) if (node) this.#visit(node)
    ;[this.#slots, this.#targets, this.#isCompiled] = outer
  }

  #visit(node: Node): IsEnd {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.enter(node, () => this.#function(node))
        return false
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#class(node)
        return false
    }
    if (continued.has(node.type)) this.#add(node, 'continuation')
    for (const part of partsOf(node)) this.#add(node, part)
    return this.#inside(node)
  }

  #add(node: Node, part: SlotPart): void {
    const [start, end] = placeOf(node, part, this.#text)
    if (end === null) {
      if (this.#continuations.has(start)) return
      this.#continuations.add(start)
    }
    this.#slots.push({ node, part, start, end })
  }

  #function({ params, body }: FunctionNode | ArrowFunctionExpression): void {
    for (const one of params) this.#visit(one)
    if (body?.type === 'BlockStatement') this.body(body.body)
    else if (body) this.#visit(body)
  }

  #class({ superClass, body }: Class): void {
    const isStrict = this.#isStrict
    this.#isStrict = true
    if (superClass) this.#visit(superClass)
    for (const member of body.body) this.#member(member, body, superClass !== null)
    this.#isStrict = isStrict
  }

  #member(member: ClassBody['body'][number], of: ClassBody, isDerived: boolean): void {
    if (member.type === 'StaticBlock') return this.enter(of, () => this.#visit(member), true)
    if (member.type === 'MethodDefinition' && member.kind === 'constructor' && isDerived && v8 < 12) {
      // It is followed by a return of V8's.
      const { params, body } = member.value
      return this.enter(member.value, () => this.#statements([...params, ...(body?.body ?? [])]))
    }
    if (member.type !== 'PropertyDefinition') return void this.#visit(member)
    if (member.computed) this.#visit(member.key)
    this.enter(of, () => member.value && this.#visit(member.value), member.static)
  }

  #inside(node: Node): IsEnd {
    switch (node.type) {
      case 'BlockStatement':
      case 'StaticBlock':
        // Otherwise, a function is a statement that does something.
        return this.#block(node.body, (one) => !this.#isStrict || one.type !== 'FunctionDeclaration')
      case 'ReturnStatement':
      case 'ThrowStatement':
        if (node.argument) this.#visit(node.argument)
        return true
      case 'BreakStatement':
      case 'ContinueStatement':
        this.#leave(node)
        return true
      case 'IfStatement':
        return this.#choose(node)
      case 'ConditionalExpression':
        this.#choose(node)
        return false
      case 'LogicalExpression':
        this.#visit(node.left)
        if (stopsAt(node.operator, node.left)) this.#leaveOut(node.right)
        else this.#visit(node.right)
        return false
      case 'LabeledStatement':
        return this.#labeled(node)
      case 'TryStatement': {
        // Nothing is counted behind what is tried.
        const isTriedEnd = this.#inside(node.block)
        const isEnd = (!node.handler || this.#visit(node.handler)) && isTriedEnd
        if (!node.finalizer) return isEnd
        return this.#visit(node.finalizer) || (isEnd && v8 >= 13)
      }
      case 'CatchClause':
        if (node.param) this.#visit(node.param)
        return this.#visit(node.body)
      case 'SwitchStatement':
        return this.#switch(node)
      case 'DoWhileStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'ForStatement':
      case 'WhileStatement':
        return this.#loop(node)
      default:
        for (const child of childrenOf(node)) this.#visit(child)
        return false
    }
  }

  #choose({ test, consequent, alternate }: IfStatement | ConditionalExpression): IsEnd {
    const truth = truthOf(test)
    if (truth === null) {
      this.#visit(test)
      const ends = [consequent, alternate].map((one) => one !== null && this.#visit(one))
      return ends.every(Boolean)
    }
    this.#leaveOut(test, truth ? alternate : consequent)
    const taken = truth ? consequent : alternate
    return taken !== null && this.#visit(taken)
  }

  #labeled(node: LabeledStatement): IsEnd {
    const labels: string[] = []
    let body: Node = node
    for (; body.type === 'LabeledStatement'; body = body.body) labels.push(body.label.name)
    const { target, isEnd } = this.#within(body, labels, () => this.#visit(body))
    return isEnd && !target.isLeft
  }

  #within(node: Node, labels: string[], visit: () => IsEnd): { target: Target; isEnd: IsEnd } {
    const known = this.#targets.find((one) => one.node === node)
    const target = known ?? { node, labels, isLeft: false, isContinued: false }
    if (!known) this.#targets.push(target)
    const isEnd = visit()
    if (!known) this.#targets.pop()
    return { target, isEnd }
  }

  #leave({ type, label }: BreakStatement | ContinueStatement): void {
    const isBreak = type === 'BreakStatement'
    const target = this.#targets.findLast(({ node, labels }) =>
      label ? labels.includes(label.name) : isLoop(node) || (isBreak && node.type === 'SwitchStatement'),
    )
    if (target) target[isBreak ? 'isLeft' : 'isContinued'] = true
  }

  #switch(node: SwitchStatement): IsEnd {
    this.#visit(node.discriminant)
    const { target, isEnd } = this.#within(node, [], () => {
      let isLastEnd = false
      for (const one of node.cases) {
        this.#add(one, 'case')
        if (one.test) this.#visit(one.test)
        isLastEnd = this.#statements(one.consequent)
      }
      return isLastEnd && node.cases.some(({ test }) => test === null)
    })
    return isEnd && !target.isLeft
  }

  #loop(node: Loop): IsEnd {
    if (node.type === 'ForStatement' && node.init) this.#visit(node.init)
    const test = 'test' in node ? node.test : null
    const truth = 'test' in node ? (test ? truthOf(test) : true) : null
    if (truth === false && node.type !== 'DoWhileStatement') {
      this.#leaveOut(test, node.body, 'update' in node ? node.update : null)
      return false
    }
    const { target, isEnd } = this.#within(node, [], () => {
      if ('left' in node) for (const one of [node.left, node.right]) this.#visit(one)
      if (test) this.#visit(test)
      if ('update' in node && node.update) this.#visit(node.update)
      return this.#visit(node.body)
    })
    if (target.isLeft) return false
    return truth === true || (node.type === 'DoWhileStatement' && isEnd && !target.isContinued)
  }
}

/** Of what V8 knows without running it; null: of nothing else. */
function truthOf(node: Node): boolean | null {
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

/** Whether the right side can't be reached. */
function stopsAt(operator: string, left: Node): boolean {
  const known = literalOf(left)
  if (!known) return false
  if (operator === '??') return known.value !== null
  return Boolean(known.value) === (operator === '||')
}

function isLoop({ type }: Node): boolean {
  return type.startsWith('For') || type === 'WhileStatement' || type === 'DoWhileStatement'
}

export function childrenOf(node: Node): Node[] {
  const fields = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>
  return (visitorKeys[node.type] ?? []).flatMap((key) => fields[key] ?? []).filter((child) => child !== null)
}

const continued = new Set([
  'AwaitExpression',
  'BlockStatement',
  'BreakStatement',
  'ContinueStatement',
  'DoWhileStatement',
  'ForInStatement',
  'ForOfStatement',
  'ForStatement',
  'IfStatement',
  'ReturnStatement',
  'StaticBlock',
  'SwitchStatement',
  'ThrowStatement',
  'TryStatement',
  'WhileStatement',
  'YieldExpression',
])

function lastOf(list: readonly Node[]): Node | undefined {
  const last = list.findLast(({ type }) => type !== 'EmptyStatement')
  if (last?.type === 'LabeledStatement') return inLabeledBlock.has(last.body.type) ? last : lastOf([last.body])
  return last && hasBlockAround(last) ? undefined : last
}

/** Of the variables of a loop. */
function hasBlockAround(node: Node): boolean {
  const head = 'init' in node ? node.init : 'left' in node ? node.left : null
  return head?.type === 'VariableDeclaration' && head.kind !== 'var'
}

/** With a label, V8 puts them into a block. */
const inLabeledBlock = new Set([
  'BreakStatement',
  'ContinueStatement',
  'ReturnStatement',
  'ThrowStatement',
  'TryStatement',
])

function partsOf(node: Node): SlotPart[] {
  switch (node.type) {
    case 'IfStatement':
      return node.alternate ? ['consequent', 'alternate'] : ['consequent']
    case 'ConditionalExpression':
      return ['consequent', 'alternate']
    case 'LogicalExpression':
      return ['right']
    case 'CallExpression':
    case 'MemberExpression':
      return node.optional ? ['link'] : []
    case 'DoWhileStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'ForStatement':
    case 'WhileStatement':
      return ['body']
    case 'SwitchCase':
      return ['case']
    case 'TryStatement':
      return [...(node.handler ? ['handler' as const] : []), ...(node.finalizer ? ['finalizer' as const] : [])]
    default:
      return []
  }
}

const semicolon = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*;/y

/** Where a slot of a node starts, and ends. */
export function placeOf(node: Node, part: SlotPart, text: string): [start: number, end: number | null] {
  switch (node.type) {
    case 'IfStatement':
      if (part === 'consequent') return spanOf(node.consequent)
      if (part === 'alternate') return [node.consequent.end, (node.alternate as Node).end]
      break
    case 'ConditionalExpression':
      if (part === 'consequent') return [find('?', text, node.test.end), node.consequent.end]
      return [find(':', text, node.consequent.end), node.alternate.end]
    case 'LogicalExpression':
      return [find(node.operator, text, node.left.end), node.right.end]
    case 'CallExpression':
      return [find('?.', text, node.callee.end), node.end]
    case 'MemberExpression':
      return [find('?.', text, node.object.end), node.end]
    case 'DoWhileStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'ForStatement':
    case 'WhileStatement':
      return part === 'body' ? spanOf(node.body) : [node.body.end, null]
    case 'SwitchCase':
      return spanOf(node)
    case 'TryStatement':
      return placeInTry(node, part, text)
    case 'AwaitExpression':
    case 'YieldExpression': {
      semicolon.lastIndex = node.end
      return [semicolon.test(text) ? semicolon.lastIndex : node.end, null]
    }
  }
  return [node.end, null]
}

function placeInTry(
  { block, handler, finalizer, end }: TryStatement,
  part: SlotPart,
  text: string,
): [start: number, end: number | null] {
  if (part === 'handler' && handler) return spanOf(handler)
  if (part === 'closed' && handler) return [handler.end, null]
  if (part === 'finalizer' && finalizer) return [find('finally', text, (handler ?? block).end), finalizer.end]
  return [end, null]
}

function spanOf({ start, end }: Node): [start: number, end: number] {
  return [start, end]
}

/** The next one of a sign that is not in a comment. */
function find(sign: string, text: string, from: number): number {
  const comment = /\s*(?:\/\/.*|\/\*[^]*?\*\/)/y
  for (let at = from; ; at = comment.lastIndex) {
    comment.lastIndex = at
    if (!comment.test(text)) return text.indexOf(sign, at)
  }
}
