/** Pairs the nodes of the code with probes and of the code without, if the same transformer printed both. */
import type { Node, Program } from 'oxc-parser'
import { type Field, type Of, childrenOf, fieldOf, isFunction, keysOf, withoutParentheses } from './nodes.ts'
import { Probes } from './probes.ts'

export interface PairedNodes {
  /** From the code without probes to the code with probes. */
  nodes: ReadonlyMap<Node, Node>
  /** The ends of our blocks, by the last statement in each (in the code with probes). */
  ends: ReadonlyMap<Node, number>
  /** The functions that our probes add, and the user's functions whose code is in them. */
  inserted: ReadonlyMap<Node, Owner>
  /** The user's functions that are inside an added function, and whether each is called immediately. */
  within: ReadonlyMap<Node, { isCalled: boolean }>
  /** Functions that are paired, but whose code is not. */
  opaque: ReadonlySet<Node>
}

/** A function of the code without probes, or a class body, for its static or other initializers. */
export interface Owner {
  node: Node
  isStatic: boolean
}

/** Throws if `code` is not `bare` with probes in it. */
export function pairNodes(bare: Program, code: Program, text: string): PairedNodes {
  const pairing = new Pairing(new Probes(text))
  try {
    pairing.pair(bare, code)
  } catch (cause) {
    throw new Error('its transformer makes other code of it where there are probes', { cause })
  }
  return pairing
}

class Pairing implements PairedNodes {
  readonly nodes = new Map<Node, Node>()
  readonly ends = new Map<Node, number>()
  readonly inserted = new Map<Node, Owner>()
  readonly within = new Map<Node, { isCalled: boolean }>()
  readonly opaque = new Set<Node>()
  readonly #called = new Set<Node>()
  readonly #probes: Probes
  #owner: Owner = { node: null as never, isStatic: false }
  #isWithin = false

  constructor(probes: Probes) {
    this.#probes = probes
  }

  pair(bare: Node, code: Node): void {
    const one = withoutParentheses(bare)
    const isWithin = this.#isWithin
    const other = this.#unwrap(code, one)
    if (other === null) throw new Error(`no ${one.type}`)
    this.nodes.set(one, other)
    if (one.type === 'CallExpression') this.#called.add(withoutParentheses(one.callee))
    if (one.type === 'Program' || isFunction(one)) {
      if (this.#isWithin) this.within.set(one, { isCalled: this.#called.has(one) })
      this.#enter({ node: one, isStatic: false }, () => this.#insideFunction(one, other))
    } else this.#inside(one, other)
    this.#isWithin = isWithin
  }

  #enter(owner: Owner, pair: () => void): void {
    const outer = [this.#owner, this.#isWithin] as const
    this.#owner = owner
    this.#isWithin = false
    pair()
    ;[this.#owner, this.#isWithin] = outer
  }

  /** A transpiler for old engines may compile a function with probes in another way. Then only the functions in it are paired. */
  #insideFunction(one: Node, other: Node): void {
    try {
      this.#inside(one, other)
    } catch (error) {
      this.opaque.add(one)
      const [ones, others] = [functionsIn(one, () => false), functionsIn(other, (node) => this.#probes.isOurs(node))]
      if (ones.length !== others.length) throw error
      for (const [index, inner] of ones.entries()) this.pair(inner, others[index] as Node)
    }
  }

  #inside(one: Node, other: Node): void {
    if (one.type === 'ClassBody' && other.type === 'ClassBody') return this.#pairMembers(one, other)
    if (one.type === 'ArrowFunctionExpression' && other.type === one.type && one.body.type !== other.body.type) {
      this.#pairLists(one.params, other.params)
      return this.pair(one.body, this.#returned(other.body))
    }
    for (const key of keysOf(one)) this.#pairFields(fieldOf(one, key), fieldOf(other, key))
  }

  #pairMembers(bare: Of<'ClassBody'>, code: Of<'ClassBody'>): void {
    const others = this.#statements(code.body, []) as typeof bare.body
    if (bare.body.length !== others.length) throw new Error('other members')
    for (const [index, one] of bare.body.entries()) {
      const other = others[index] as Node
      const pair = (): void => this.pair(one, other)
      if (one.type === 'StaticBlock') this.#enter({ node: bare, isStatic: true }, pair)
      else if (one.type === 'PropertyDefinition' && other.type === one.type) {
        this.nodes.set(one, other)
        this.pair(one.key, other.key)
        this.#enter({ node: bare, isStatic: one.static }, () => this.#pairFields(one.value, other.value))
      } else pair()
    }
  }

  #pairFields(bare: Field, code: Field): void {
    if (Array.isArray(bare)) this.#pairLists(bare, code as Node[])
    else if (bare && code) this.pair(bare as Node, code as Node)
    else if (bare) throw new Error(`nothing for ${(bare as Node).type}`)
  }

  #pairLists(bare: readonly (Node | null)[], code: readonly (Node | null)[]): void {
    const ones = bare.filter((one) => one?.type !== 'EmptyStatement')
    const others = this.#statements(code, ones)
    if (ones.length !== others.length) throw new Error(`${others.length} nodes for ${ones.length}`)
    for (const [index, one] of ones.entries()) this.#pairFields(one, others[index] ?? null)
  }

  /** The user's nodes in a list. */
  #statements(code: readonly (Node | null)[], bare: readonly (Node | null)[]): (Node | null)[] {
    const found: (Node | null)[] = []
    for (const one of code) {
      if (one !== null && (one.type === 'EmptyStatement' || this.#probes.isStatement(one))) continue
      const guarded = one && !hasEmptyFinalizer(bare[found.length]) ? this.#probes.guarded(one) : null
      if (one && guarded) {
        found.push(...this.#statements(guarded, bare.slice(found.length)))
        this.#endAt(found.at(-1), one)
      } else found.push(one)
    }
    return found
  }

  #endAt(last: Node | null | undefined, { end }: Pick<Node, 'end'>): void {
    if (!last) return
    this.ends.set(last, end)
    if (last.type === 'LabeledStatement') this.#endAt(last.body, { end })
  }

  /** Removes the layers of ours around a node of the type of `bare`. null: there is no such node. */
  #unwrap(code: Node, bare: Node): Node | null {
    let node: Node | null = code
    while (node) {
      const inner: Node | null = this.#inner(node, bare)
      if (inner === node) return node
      node = inner
    }
    return null
  }

  #inner(node: Node, bare: Node): Node | null {
    const inner = this.#probes.unwrap(node)
    if (inner !== node) {
      const called = node.type === 'CallExpression' && withoutParentheses(node.callee)
      if (called && isFunction(called)) {
        this.inserted.set(called, this.#owner)
        this.#isWithin = true
      }
      return inner
    }
    if (node.type === bare.type) return node
    if (node.type === 'BlockStatement') {
      const [only, ...more] = this.#statements(node.body, [bare])
      if (!only || more.length > 0) return null
      this.#endAt(only, node)
      return only
    }
    if (node.type === 'SequenceExpression') return node.expressions.at(-1) ?? null
    if (node.type === 'MemberExpression') return propertyIn(node.object)
    return null
  }

  /** The expression of an arrow function whose body became a block. */
  #returned(body: Node): Node {
    const [only] = body.type === 'BlockStatement' ? this.#statements(body.body, []) : [body]
    if (only?.type === 'ReturnStatement' && only.argument) return only.argument
    throw new Error('nothing returned')
  }
}

/** The functions that are directly in a node, or in added functions in it. */
function functionsIn(node: Node, isOurs: (node: Node) => boolean): Node[] {
  return childrenOf(node).flatMap((one) => (isFunction(one) && !isOurs(one) ? [one] : functionsIn(one, isOurs)))
}

/** With a statement of ours in its `finally`, it would look like a `try` of ours. */
function hasEmptyFinalizer(node: Node | null | undefined): boolean {
  return node?.type === 'TryStatement' && !node.handler && node.finalizer?.body.length === 0
}

/** `value` in `({ name: value }).name`. */
function propertyIn(object: Node): Node | null {
  const { type, properties } = withoutParentheses(object) as Extract<Node, { type: 'ObjectExpression' }>
  const [only] = type === 'ObjectExpression' ? properties : []
  return only?.type === 'Property' ? only.value : null
}
