/** What is different for a text in which another coverage tool counts, too. */
import type { Node } from 'oxc-parser'
import { type Transpiler, lastMappedOffset } from './mapped-offsets.ts'
import type { MapTarget, MappingOptions } from './mappings.ts'

/** What the other tool sees: the result as it is, or as that transpiler prints it. */
export type CoverageText = 'plain' | Transpiler

export interface CoverageStrategy {
  /** Another tool counts in the result. */
  readonly isShared: boolean
  readonly mapping: MappingOptions
  /** Where a tool that looks for the end of a node finds it: what we put behind the node is mapped to that place. */
  endOf(node: Node): MapTarget
  /** An arrow function's body in parentheses, of which the other tool knows nothing. */
  hidesParentheses: boolean
  /** The transpiler makes other statements of functions that are declared in a block: see `block-functions.ts`. */
  marksDeclarations: boolean
}

/** No other tool counts. */
const alone: CoverageStrategy = {
  isShared: false,
  mapping: { probeSource: false, spaces: false, lineEnds: false },
  endOf: () => 'previous',
  hidesParentheses: false,
  marksDeclarations: false,
}

export function chooseStrategy(coverage: CoverageText | false): CoverageStrategy {
  if (coverage === false) return alone
  const isPlain = coverage === 'plain'
  return {
    isShared: true,
    mapping: { probeSource: true, spaces: true, lineEnds: !isPlain },
    endOf: isPlain ? alone.endOf : (node) => ({ at: lastMappedOffset(node, coverage) }),
    hidesParentheses: isPlain,
    marksDeclarations: coverage === 'esbuild',
  }
}
