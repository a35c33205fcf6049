/**
 * Maps V8's counts of code with probes to the code without them. Where V8 has counters in the other code, its text tells
 * (`slots.ts`); the count of each is that of the same place in the code with probes (`pair-nodes.ts`); and the ranges are
 * made from these counts as V8 makes them (`ranges.ts`).
 */
import type { Node, Program } from 'oxc-parser'
import { parseSource } from '../../../src/source/parse.ts'
import { type Owner, type PairedNodes, pairNodes } from './pair-nodes.ts'
import { FunctionPlaces, type Span } from './functions.ts'
import { placesOf } from './places.ts'
import { type V8Range, rangesOf } from './ranges.ts'
import { type CountedFunction, type Slot, slotsOf } from './slots.ts'

export interface V8Function {
  functionName: string
  /** The first one is the whole function; the others are nested in it and in each other. */
  ranges: V8Range[]
  isBlockCoverage: boolean
}

export type RemoveV8Probes = (functions: readonly V8Function[]) => V8Function[]

/**
 * Throws if `code` is not `bare` with probes in it.
 * @param before how many characters stand before the code where V8 counts it.
 */
export function createV8ProbeRemover(code: string, bare: string, before = 0): RemoveV8Probes {
  const padding = ' '.repeat(before)
  const remover = new ProbeRemover(padding + code, padding + bare, before)
  return (functions) => remover.remove(functions)
}

/** A function, and its counters in the order of their places in the code with probes. */
interface PairedFunction {
  bare: CountedFunction
  counters: { start: number; end: number; at: number }[]
}

/** A function with V8's counts. */
interface Counted {
  pair: PairedFunction
  whole: V8Function
  /** With those of the functions that our probes add to it. */
  ranges: V8Range[]
}

class ProbeRemover {
  readonly #code: string
  readonly #nodes: PairedNodes
  readonly #functions: PairedFunction[]
  readonly #byNode = new Map<Node, PairedFunction[]>()
  readonly #places: FunctionPlaces
  /** Nodes of the code with probes that have a continuation counter. */
  readonly #continued = new Set<Node>()

  constructor(code: string, bare: string, before: number) {
    const [program, codeProgram] = [parse(bare), parse(code)]
    this.#code = code
    this.#nodes = pairNodes(program, codeProgram, code)
    for (const { slots } of slotsOf(codeProgram, code))
      for (const { node, part } of slots) if (part === 'continuation') this.#continued.add(node)
    this.#functions = slotsOf(program, bare)
      .filter(({ node }) => this.#nodes.nodes.has(node))
      .map((one) => this.#pair(one))
    for (const one of this.#functions)
      this.#byNode.set(one.bare.node, [...(this.#byNode.get(one.bare.node) ?? []), one])
    this.#places = new FunctionPlaces(this.#nodes, { before, code: code.length, bare: bare.length })
  }

  remove(functions: readonly V8Function[]): V8Function[] {
    const counted = this.#find(functions)
    const found = counted.map((one) => this.#withoutProbes(one))
    const unseen = this.#neverSeen(new Set(counted.map(({ pair }) => pair)))
    return withoutUnreached([...found, ...unseen].sort(byPlace), new Set(unseen))
  }

  #find(functions: readonly V8Function[]): Counted[] {
    const inserted: [Owner, V8Range[]][] = []
    const counted = new Map<PairedFunction, Counted>()
    const around: Counted[] = []
    for (const whole of functions) {
      const place = this.#places.find(whole.functionName, spanOf(whole))
      const pair = place && this.#functionOf(place.owner)
      if (!place || !pair?.bare.isCompiled) continue
      if (place.isInserted) inserted.push([place.owner, whole.ranges])
      else {
        const outer = counted.get(pair)
        // A script may be the body of a function around it.
        if (outer) around.push({ ...outer, pair: { ...pair, counters: [] } })
        counted.set(pair, { pair, whole, ranges: [...whole.ranges] })
      }
    }
    for (const [owner, ranges] of inserted)
      counted.get(this.#functionOf(owner) as PairedFunction)?.ranges.push(...ranges)
    return [...around, ...counted.values()]
  }

  #functionOf({ node, isStatic }: Owner): PairedFunction | undefined {
    return this.#byNode.get(node)?.find(({ bare }) => bare.isStatic === isStatic)
  }

  #withoutProbes({ pair: { bare, counters }, whole, ranges }: Counted): V8Function {
    const { start, end } = this.#places.spanOf(bare, spanOf(whole))
    const { count } = ranges[0] as V8Range
    const countAt = createCounter(ranges)
    const blocks = whole.isBlockCoverage ? counters.map(({ at, ...place }) => ({ ...place, count: countAt(at) })) : []
    const functionName = whole.functionName.startsWith('$$') ? '' : whole.functionName
    return { ...whole, functionName, ranges: rangesOf({ start, end, count }, blocks) }
  }

  /** V8 does not know the functions inside an added function that never ran. Without that one, it would know them. */
  #neverSeen(known: ReadonlySet<PairedFunction>): V8Function[] {
    return this.#functions.flatMap((one) => {
      const within = this.#nodes.within.get(one.bare.node)
      if (!within || known.has(one) || !one.bare.isCompiled) return []
      const range = { startOffset: this.#places.startOf(one.bare.node), endOffset: one.bare.node.end, count: 0 }
      return [{ functionName: '', ranges: [range], isBlockCoverage: within.isCalled }]
    })
  }

  #pair(bare: CountedFunction): PairedFunction {
    const { nodes, opaque } = this.#nodes
    const slots = opaque.has(bare.node) ? [] : bare.slots.filter(({ node }) => nodes.has(node))
    const counters = slots.map((slot) => ({ start: slot.start, end: slot.end ?? -1, at: this.#placeOf(slot) }))
    return { bare, counters: counters.sort((a, b) => a.at - b.at) }
  }

  #placeOf({ node, part }: Slot): number {
    const pair = this.#nodes.nodes.get(node) as Node
    const end = part === 'continuation' && !this.#continued.has(pair) ? this.#nodes.ends.get(pair) : undefined
    return end ?? placesOf(pair, this.#code)[part]?.[0] ?? pair.end
  }
}

function parse(text: string): Program {
  const outcome = parseSource(text, 'code.js', 'jsx', 'unambiguous')
  if (!outcome.ok) throw new Error(outcome.problem.message)
  return outcome.parsed.program
}

/** Gives the count of the innermost range at a place. */
function createCounter(ranges: V8Range[]): (at: number) => number {
  const innerFirst = ranges.toSorted((a, b) => b.startOffset - a.startOffset || a.endOffset - b.endOffset)
  const [whole] = ranges as [V8Range]
  return (at) => (innerFirst.find((one) => one.startOffset <= at && at < one.endOffset) ?? whole).count
}

function spanOf({ ranges }: V8Function): Span {
  const [{ startOffset, endOffset }] = ranges as [V8Range]
  return { start: startOffset, end: endOffset }
}

/** In V8's order. */
function byPlace({ ranges: [a] }: V8Function, { ranges: [b] }: V8Function): number {
  const [one, other] = [a, b] as [V8Range, V8Range]
  return one.startOffset - other.startOffset || other.endOffset - one.endOffset || other.count - one.count
}

/** V8 shows functions that never ran only if the function around them ran. */
function withoutUnreached(functions: V8Function[], unseen: ReadonlySet<V8Function>): V8Function[] {
  const open: V8Range[] = []
  return functions.filter((one) => {
    const [whole] = one.ranges as [V8Range]
    while (open.length > 0 && (open.at(-1) as V8Range).endOffset <= whole.startOffset) open.pop()
    const isShown = !unseen.has(one) || (open.at(-1)?.count ?? 0) > 0
    if (isShown) open.push(whole)
    return isShown
  })
}
