/** Which function it is that V8 counted in code with probes, and where it is in the code without. */
import type { Node, PropertyDefinition } from 'oxc-parser'
import { type Of, isFunction } from './nodes.ts'
import type { Owner, PairedNodes } from './pair-nodes.ts'

export interface Span {
  start: number
  end: number
}

/** In the code with probes. */
interface Place {
  owner: Owner
  /** Of ours, in that one. */
  isInserted: boolean
  node: Node
  /** Of a method, its name and what stands before that. */
  head: number
  body: number
}

interface PairedClass {
  bare: Node & { body: Of<'ClassBody'> }
  code: Node & { body: Of<'ClassBody'> }
}

export class FunctionPlaces {
  readonly #pairs: PairedNodes
  readonly #sizes: { code: number; bare: number }
  readonly #root: Owner
  /** By where they end; outer ones first. */
  readonly #byEnd = new Map<number, Place[]>()
  /** Inner ones last. */
  readonly #classes: PairedClass[] = []
  /** Of methods, by the function. */
  readonly #heads = new Map<Node, Node>()

  constructor(pairs: PairedNodes, sizes: { code: number; bare: number }) {
    this.#pairs = pairs
    this.#sizes = sizes
    const [[root]] = pairs.nodes as unknown as [[Node]]
    this.#root = { node: root, isStatic: false }
    for (const [bare, code] of pairs.nodes) this.#add(bare, code)
    for (const [node, owner] of pairs.inserted) this.#addPlace(node, owner, true)
    for (const places of this.#byEnd.values()) places.sort((a, b) => a.head - b.head)
  }

  /** null: it is all ours. */
  find(name: string, { start, end }: Span): Pick<Place, 'owner' | 'isInserted'> | null {
    if (start <= 0 && end >= this.#sizes.code) return { owner: this.#root, isInserted: false }
    if (isInitializer(name)) {
      const found = this.#classAt(start, end)
      return found
        ? { owner: { node: found.bare.body, isStatic: name === '<static_initializer>' }, isInserted: false }
        : null
    }
    const places = this.#byEnd.get(end) ?? []
    return places.find(({ head, body }) => head <= start && start < body) ?? null
  }

  #classAt(start: number, end: number): PairedClass | undefined {
    return this.#classes.findLast(({ code }) => code.start <= start && code.body.start < end && end <= code.end)
  }

  /** Without probes. */
  spanOf({ node }: Owner, { start, end }: Span): Span {
    const code = this.#pairs.nodes.get(node) as Node
    if (node === this.#root.node)
      return { start, end: end >= this.#sizes.code ? end - this.#sizes.code + this.#sizes.bare : end }
    if (node.type === 'ClassBody') return this.#spanInClass(node, { start, end })
    const [bareHead, codeHead] = [node, code].map((one) => this.#headOf(one)) as [number, number]
    return { start: start - codeHead + bareHead, end: node.end }
  }

  /** From a member, or the class, to the same, or a field's end; what is ours among the members is none. */
  #spanInClass(node: Node, { start, end }: Span): Span {
    const { bare, code } = this.#classes.find((one) => one.bare.body === node) as PairedClass
    const starts: [code: number, bare: number][] = [
      [code.start, bare.start],
      [code.body.start, bare.body.start],
    ]
    const ends: [code: number, bare: number][] = []
    for (const member of bare.body.body) {
      const pair = this.#pairs.nodes.get(member) as Node
      starts.push([pair.start, member.start])
      if (isField(member) && isField(pair)) ends.push([fieldEnd(pair), fieldEnd(member)])
      ends.push([pair.end, member.end])
    }
    ends.push([code.end, bare.end])
    const from = starts.find(([place]) => place >= start)
    const to = ends.findLast(([place]) => place <= end)
    return { start: from?.[1] ?? bare.start, end: to?.[1] ?? bare.end }
  }

  /** Of a function that V8 knows nothing of with probes. */
  startOf(node: Node): number {
    return this.#headOf(node)
  }

  #add(bare: Node, code: Node): void {
    switch (bare.type) {
      case 'ClassDeclaration':
      case 'ClassExpression':
        return void this.#classes.push({ bare, code: code as typeof bare })
      case 'MethodDefinition':
        this.#heads.set(bare.value, bare)
        return void this.#heads.set((code as typeof bare).value, code)
      case 'Property':
        if (!bare.method && bare.kind === 'init') return
        this.#heads.set(bare.value, bare)
        return void this.#heads.set((code as typeof bare).value, code)
    }
    if (isFunction(bare)) this.#addPlace(code, { node: bare, isStatic: false }, false)
  }

  #addPlace(node: Node, owner: Owner, isInserted: boolean): void {
    const place = { owner, isInserted, node, head: this.#headOf(node), body: bodyOf(node) }
    const others = this.#byEnd.get(node.end)
    if (others) others.push(place)
    else this.#byEnd.set(node.end, [place])
  }

  #headOf(node: Node): number {
    return (this.#heads.get(node) ?? node).start
  }
}

function bodyOf(node: Node): number {
  return isFunction(node) && node.body ? node.body.start : node.end
}

function isField(node: Node): node is PropertyDefinition {
  return node.type === 'PropertyDefinition'
}

/** Without the semicolon. */
function fieldEnd({ key, computed, value }: PropertyDefinition): number {
  return value?.end ?? key.end + (computed ? 1 : 0)
}

function isInitializer(name: string): boolean {
  return name === '<static_initializer>' || name === '<instance_members_initializer>'
}
