/** What V8 makes of the counters of a function's blocks before it shows them: no range that says what another one says. */

export interface V8Range {
  startOffset: number
  endOffset: number
  count: number
}

/** A counter and where it stands; -1 for an end: up to the next one, or the end of the one around it. */
export interface Block {
  start: number
  end: number
  count: number
}

/**
 * The ranges in a function, which is given as the block that it is. In the order in which V8 does it (debug-coverage.cc,
 * CollectBlockCoverageInternal): what it misses of what could be joined is missed here, too.
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

/** Outer ones first, those without an end last. */
function byPlace(a: Block, b: Block): number {
  return a.start - b.start || b.end - a.end
}

interface Surroundings {
  parent: Block
  /** Right in the function. */
  isTop: boolean
  /** Beside the block or in it. */
  next: Block | null
}

/** Looks at each block in its place, and keeps it or not. */
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
    // The brace that closes a function is never shown as one that was not reached.
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
