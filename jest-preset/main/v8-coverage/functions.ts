/** Finds the functions of V8's counts in the code with probes, and their places in the code without. */
import type { Node, PropertyDefinition } from 'oxc-parser'
import { type Class, type Of, isClass, isFunction } from './nodes.ts'
import type { Owner, PairedNodes } from './pair-nodes.ts'

export interface Span {
  start: number
  end: number
}

/** In the code with probes. */
interface Place {
  owner: Owner
  /** Added by our probes, inside that one. */
  isInserted: boolean
  node: Node
  head: number
  body: number
}

interface PairedClass {
  bare: Class
  code: Class
}

export class FunctionPlaces {
  readonly #pairs: PairedNodes
  readonly #sizes: { before: number; code: number; bare: number }
  readonly #root: Owner
  /** By their ends; outer ones first. */
  readonly #byEnd = new Map<number, Place[]>()
  /** Inner ones last. */
  readonly #classes: PairedClass[] = []
  /** The methods, by their functions. */
  readonly #heads = new Map<Node, Node>()

  constructor(pairs: PairedNodes, sizes: { before: number; code: number; bare: number }) {
    this.#pairs = pairs
    this.#sizes = sizes
    const [[root]] = pairs.nodes as unknown as [[Node]]
    this.#root = { node: root, isStatic: false }
    for (const [bare, code] of pairs.nodes) this.#add(bare, code)
    for (const [node, owner] of pairs.inserted) this.#addPlace(node, owner, true)
    for (const places of this.#byEnd.values()) places.sort((a, b) => a.head - b.head)
  }

  /** null: the function is not the user's. */
  find(name: string, { start, end }: Span): Pick<Place, 'owner' | 'isInserted'> | null {
    if (start <= this.#sizes.before && end >= this.#sizes.code) return { owner: this.#root, isInserted: false }
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

  /** The place in the code without probes. */
  spanOf({ node }: Owner, { start, end }: Span): Span {
    const code = this.#pairs.nodes.get(node) as Node
    if (node === this.#root.node)
      return { start, end: end >= this.#sizes.code ? end - this.#sizes.code + this.#sizes.bare : end }
    if (node.type === 'ClassBody') return this.#spanInClass(node, { start, end })
    const [bareHead, codeHead] = [node, code].map((one) => this.startOf(one)) as [number, number]
    return { start: start - codeHead + bareHead, end: node.end }
  }

  /** V8's initializer functions start at a member or at the class, and end at one or at a field's value. */
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

  #add(bare: Node, code: Node): void {
    if (isClass(bare) && isClass(code)) this.#classes.push({ bare, code })
    else if (isMethod(bare) && isMethod(code)) {
      this.#heads.set(bare.value, bare)
      this.#heads.set(code.value, code)
    } else if (isFunction(bare)) this.#addPlace(code, { node: bare, isStatic: false }, false)
  }

  #addPlace(node: Node, owner: Owner, isInserted: boolean): void {
    const place = { owner, isInserted, node, head: this.startOf(node), body: bodyOf(node) }
    this.#byEnd.set(node.end, [...(this.#byEnd.get(node.end) ?? []), place])
  }

  /** Where a function starts; a method starts with its name and modifiers. */
  startOf(node: Node): number {
    return (this.#heads.get(node) ?? node).start
  }
}

function bodyOf(node: Node): number {
  return isFunction(node) && node.body ? node.body.start : node.end
}

/** Of a class or an object; also a getter or setter. */
function isMethod(node: Node): node is Of<'MethodDefinition' | 'Property'> {
  return node.type === 'MethodDefinition' || (node.type === 'Property' && (node.method || node.kind !== 'init'))
}

function isField(node: Node): node is PropertyDefinition {
  return node.type === 'PropertyDefinition'
}

/** The end without the semicolon. */
function fieldEnd({ key, computed, value }: PropertyDefinition): number {
  return value?.end ?? key.end + (computed ? 1 : 0)
}

function isInitializer(name: string): boolean {
  return name === '<static_initializer>' || name === '<instance_members_initializer>'
}
