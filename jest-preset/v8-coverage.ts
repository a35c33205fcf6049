/** What V8 counted in code with probes in it, as it would have counted the same code without them. */
import type { TextAlignment } from './align-texts.ts'

export interface V8Range {
  startOffset: number
  endOffset: number
  count: number
}

export interface V8Function {
  functionName: string
  /** The first one is the function, the others lie within it, and within each other. */
  ranges: V8Range[]
  isBlockCoverage: boolean
}

/** A range in the code without probes, with those that lie right in it. */
interface Block extends V8Range {
  /** There is no more in the code with probes. */
  isSame: boolean
  blocks: Block[]
}

/**
 * Functions come in the order of their text, outer ones first, and so they stay.
 * @param before how much stands before the code in what V8 counted.
 */
export function functionsWithoutProbes(
  functions: readonly V8Function[],
  alignment: TextAlignment,
  before: number,
): V8Function[] {
  const kept: V8Function[] = []
  for (const one of functions) {
    const [whole, ...blocks] = shift(one.ranges, -before) as [V8Range, ...V8Range[]]
    if (!alignment.isInserted(whole.startOffset)) kept.push({ ...one, ranges: [whole, ...blocks] })
    // What the user wrote is in an arrow function of ours: its blocks are the outer function's.
    else kept.findLast((outer) => contains(outer.ranges[0] as V8Range, whole))?.ranges.push(...blocks)
  }
  return kept.map(({ functionName, isBlockCoverage, ranges }) => {
    // V8 names a function by what it is assigned to; if that is ours, it has none.
    const name = functionName.startsWith('$$') ? '' : functionName
    return { functionName: name, ranges: shift(rangesWithoutProbes(ranges, alignment), before), isBlockCoverage }
  })
}

function rangesWithoutProbes(ranges: V8Range[], alignment: TextAlignment): V8Range[] {
  const [whole, ...blocks] = ranges as [V8Range, ...V8Range[]]
  const users = blocks.filter(({ startOffset, endOffset }) => alignment.isKept(startOffset, endOffset))
  const starts = new Set(users.map(({ startOffset }) => startOffset))
  const place = ({ startOffset, endOffset, count }: V8Range): Block => {
    const from = alignment.start(startOffset)
    // Some go to where the next one starts.
    const to = starts.has(endOffset) ? alignment.start(endOffset) : alignment.end(endOffset)
    const isSame = alignment.isSame(startOffset, endOffset, from, to)
    return { startOffset: from, endOffset: to, count, isSame, blocks: [] }
  }
  const root = { ...place(whole), endOffset: alignment.functionEnd(whole.endOffset) }
  const placed = users.map(place).filter(({ startOffset, endOffset }) => startOffset < endOffset)
  for (const block of placed.sort(byPlace)) insert(root, block)
  tidy(root, alignment)
  return [...flatten(root)]
}

function byPlace(a: V8Range, b: V8Range): number {
  return a.startOffset - b.startOffset || b.endOffset - a.endOffset
}

function insert(parent: Block, block: Block): void {
  const last = parent.blocks.at(-1)
  if (last && block.startOffset < last.endOffset) insert(last, block)
  else parent.blocks.push(block)
}

/** As V8 leaves them: no block that counts what the one around it does, none right beside another with the same count. */
function tidy(block: Block, alignment: TextAlignment): void {
  const blocks: Block[] = []
  for (const one of block.blocks) {
    const last = blocks.at(-1)
    // Behind what guards a function there is but the end of it.
    if (!one.isSame && alignment.isClosing(one.startOffset, one.endOffset)) continue
    if (last?.endOffset === one.startOffset && last.count === one.count) {
      last.endOffset = one.endOffset
      last.blocks.push(...one.blocks)
    } else blocks.push(one)
  }
  for (const one of blocks) tidy(one, alignment)
  block.blocks = blocks.flatMap((one) => (one.count === block.count ? one.blocks : [one]))
}

function* flatten({ startOffset, endOffset, count, blocks }: Block): Iterable<V8Range> {
  yield { startOffset, endOffset, count }
  for (const block of blocks) yield* flatten(block)
}

function contains(outer: V8Range, inner: V8Range): boolean {
  return outer.startOffset <= inner.startOffset && inner.endOffset <= outer.endOffset
}

function shift(ranges: readonly V8Range[], by: number): V8Range[] {
  return ranges.map(({ startOffset, endOffset, count }) => {
    return { startOffset: startOffset + by, endOffset: endOffset + by, count }
  })
}
