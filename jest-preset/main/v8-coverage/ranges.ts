/** Merges the counters of a function into ranges, as V8 does: it shows no range that repeats another one. */

export interface V8Range {
  startOffset: number
  endOffset: number
  count: number
}

/** A counter and its place. An end of -1: up to the next one, or to the end of the one around it. */
export interface Block {
  start: number
  end: number
  count: number
}

/**
 * The steps of V8's CollectBlockCoverageInternal (debug-coverage.cc), in its order, so that it joins exactly what V8 joins.
 * @param whole the function.
 */
export function rangesOf(whole: Block, counted: readonly Block[]): V8Range[] {
  let blocks = counted.map((block) => ({ ...block })).sort(byPlace)
  blocks = blocks.filter((block, index) => block.end !== -1 || blocks[index - 1]?.start !== block.start)
  blocks = pass(whole, blocks, endOpenOne(whole))
  blocks = pass(whole, blocks, joinNext)
  blocks = pass(whole, blocks.sort(byPlace), dropDuplicate)
  blocks = pass(whole, blocks, (block, { parent }) => block.count !== parent.count)
  blocks = pass(whole, blocks, joinNext)
  blocks = pass(whole, blocks, (block, { parent }) => block.count > 0 || parent.count > 0)
  blocks = blocks.filter(({ start, end }) => start !== end)
  return [whole, ...blocks].map(({ start, end, count }) => ({ startOffset: start, endOffset: end, count }))
}

/** Outer blocks first, blocks without an end last. */
function byPlace(a: Block, b: Block): number {
  return a.start - b.start || b.end - a.end
}

interface Surroundings {
  parent: Block
  /** Not in another block. */
  isTop: boolean
  /** The next block beside it or in it. */
  next: Block | null
}

/** Filters the blocks by their surroundings. */
function pass(whole: Block, blocks: Block[], keeps: (block: Block, around: Surroundings) => boolean): Block[] {
  const stack = [whole]
  return blocks.filter((block, index) => {
    while (stack.length > 1 && (stack.at(-1) as Block).end <= block.start) stack.pop()
    const parent = stack.at(-1) as Block
    const next = blocks[index + 1]
    const isNear = next !== undefined && next.start < parent.end
    const kept = keeps(block, { parent, isTop: stack.length === 1, next: isNear ? next : null })
    if (kept) stack.push(block)
    return kept
  })
}

function endOpenOne(whole: Block): (block: Block, around: Surroundings) => boolean {
  return (block, { parent, isTop, next }) => {
    if (block.start >= whole.end) return false
    // V8 never shows the closing brace of a function as not reached.
    if (block.end === -1) block.end = next?.start ?? (isTop ? parent.end - 1 : parent.end)
    return true
  }
}

function joinNext(block: Block, { next }: Surroundings): boolean {
  if (!next || next.start !== block.end || next.count !== block.count) return true
  next.start = block.start
  return false
}

function dropDuplicate(block: Block, { next }: Surroundings): boolean {
  if (!next || next.start !== block.start || next.end !== block.end) return true
  next.count = Math.max(block.count, next.count)
  return false
}
