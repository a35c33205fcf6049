/**
 * The block counters that V8 has in a text: those that its parser creates in each function, from V8 11 (Node 20) to 14
 * (Node 26). Where a version has no such counter, we give ours the count of what is around it, so V8 would show no range.
 */
import type { Node, Program } from 'oxc-parser'
import { stopsAt, truthOf } from './known-values.ts'
import { type Class, type FunctionNode, type Loop, type Of, childrenOf, isClass, isFunction, isLoop } from './nodes.ts'
import { type Place, type SlotPart, placesOf } from './places.ts'

export interface Slot {
  /** The node, and which part of it is counted. */
  node: Node
  part: SlotPart
  start: number
  end: number | null
}

/** The workers run on the same Node. */
const v8 = Number.parseInt(process.versions.v8)

/** A function of V8. The fields and static blocks of a class are up to two of them: the static ones, and the others. */
export interface CountedFunction {
  node: Program | FunctionNode | Of<'ClassBody'>
  isStatic: boolean
  /** V8 does not compile code that cannot run. */
  isCompiled: boolean
  slots: Slot[]
}

/** In the order of the text; outer functions first. */
export function slotsOf(program: Program, text: string): CountedFunction[] {
  const walk = new SlotWalk(text, program.sourceType === 'module')
  walk.enter(program, () => walk.body(program.body))
  return walk.functions
}

/** The statement that a `break` or `continue` leaves. */
interface Target {
  node: Node
  labels: string[]
  isLeft: boolean
  isContinued: boolean
}

/** Whether V8 compiles nothing behind the statement in its block. */
type IsEnd = boolean

class SlotWalk {
  readonly functions: CountedFunction[] = []
  readonly #text: string
  #slots: Slot[] = []
  #targets: Target[] = []
  /** The places of continuations: the outermost of several at one place has the counter. */
  #continuations = new Set<number>()
  #isStrict: boolean
  #isCompiled = true

  constructor(text: string, isStrict: boolean) {
    this.#text = text
    this.#isStrict = isStrict
  }

  enter(node: CountedFunction['node'], visit: () => void, isStatic = false): void {
    const outer = [this.#slots, this.#targets, this.#continuations] as const
    // The parts of a class are visited one by one.
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

  /** The last statement of a block has no continuation: the block has it. */
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

  /** Visits code that is not compiled, so it has no counters. */
  #leaveOut(...nodes: (Node | null)[]): void {
    const outer = [this.#slots, this.#targets, this.#isCompiled] as const
    this.#slots = []
    this.#targets = []
    this.#isCompiled = false
    for (const node of nodes) if (node) this.#visit(node)
    ;[this.#slots, this.#targets, this.#isCompiled] = outer
  }

  #visit(node: Node): IsEnd {
    if (isFunction(node)) this.enter(node, () => this.#function(node))
    else if (isClass(node)) this.#class(node)
    else {
      this.#addAll(node)
      return this.#inside(node)
    }
    return false
  }

  #addAll(node: Node): void {
    for (const [part, place] of Object.entries(placesOf(node, this.#text))) this.#add(node, part as SlotPart, place)
  }

  #add(node: Node, part: SlotPart, [start, end]: Place): void {
    if (end === null) {
      if (this.#continuations.has(start)) return
      this.#continuations.add(start)
    }
    this.#slots.push({ node, part, start, end })
  }

  #function({ params, body }: FunctionNode): void {
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

  #member(member: Of<'ClassBody'>['body'][number], of: Of<'ClassBody'>, isDerived: boolean): void {
    if (member.type === 'StaticBlock') return this.enter(of, () => this.#visit(member), true)
    if (member.type === 'MethodDefinition' && member.kind === 'constructor' && isDerived && v8 < 12) {
      // V8 adds a return behind its last statement.
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
        // In sloppy mode, a function in a block is a statement that assigns.
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
        // There is no counter behind the tried block.
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
      default:
        if (isLoop(node)) return this.#loop(node)
        for (const child of childrenOf(node)) this.#visit(child)
        return false
    }
  }

  #choose({ test, consequent, alternate }: Of<'IfStatement' | 'ConditionalExpression'>): IsEnd {
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

  #labeled(node: Of<'LabeledStatement'>): IsEnd {
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

  #leave({ type, label }: Of<'BreakStatement' | 'ContinueStatement'>): void {
    const isBreak = type === 'BreakStatement'
    const target = this.#targets.findLast(({ node, labels }) =>
      label ? labels.includes(label.name) : isLoop(node) || (isBreak && node.type === 'SwitchStatement'),
    )
    if (target) target[isBreak ? 'isLeft' : 'isContinued'] = true
  }

  #switch(node: Of<'SwitchStatement'>): IsEnd {
    this.#visit(node.discriminant)
    const { target, isEnd } = this.#within(node, [], () => {
      let isLastEnd = false
      for (const one of node.cases) {
        this.#addAll(one)
        if (one.test) this.#visit(one.test)
        isLastEnd = this.#statements(one.consequent)
      }
      return isLastEnd && node.cases.some(({ test }) => test === null)
    })
    return isEnd && !target.isLeft
  }

  #loop(node: Loop): IsEnd {
    const test = 'test' in node ? node.test : null
    const truth = 'test' in node ? (test ? truthOf(test) : true) : null
    if (truth === false && node.type !== 'DoWhileStatement') {
      const init = 'init' in node ? node.init : null
      if (init) this.#visit(init)
      this.#leaveOut(...childrenOf(node).filter((one) => one !== init))
      return false
    }
    const { target, isEnd } = this.#within(node, [], () => {
      for (const one of childrenOf(node)) if (one !== node.body) this.#visit(one)
      return this.#visit(node.body)
    })
    if (target.isLeft) return false
    return truth === true || (node.type === 'DoWhileStatement' && isEnd && !target.isContinued)
  }
}

function lastOf(list: readonly Node[]): Node | undefined {
  const last = list.findLast(({ type }) => type !== 'EmptyStatement')
  if (last?.type === 'LabeledStatement') return inLabeledBlock.has(last.body.type) ? last : lastOf([last.body])
  return last && hasBlockAround(last) ? undefined : last
}

/** The block of a loop's own variables. */
function hasBlockAround(node: Node): boolean {
  const head = 'init' in node ? node.init : 'left' in node ? node.left : null
  return head?.type === 'VariableDeclaration' && head.kind !== 'var'
}

/** V8 puts these statements into a block if they have a label. */
const inLabeledBlock = new Set([
  'BreakStatement',
  'ContinueStatement',
  'ReturnStatement',
  'ThrowStatement',
  'TryStatement',
])
