/** Where the code that a plugin made comes from: by its source map, and by known habits of compilers. */
import { type SourceMapSegment, TraceMap, decodedMappings, originalPositionFor } from '@jridgewell/trace-mapping'
import type { FileSites, Position, Range } from '../model/sites.ts'
import { LineIndex, lineStarts } from '../source/line-index.ts'
import type { SourceMap } from './insertions.ts'

export class Origin {
  /** The text on disk that the code was made of. */
  readonly text: string
  readonly #code: string
  readonly #original: string[]
  readonly #lines: LineIndex
  readonly #starts: number[]
  readonly #map: TraceMap
  /** Which of the map's sources is the file; the others are what the compiler drew in. */
  readonly #source: number

  constructor(code: string, original: string, { path, map }: { path: string; map: SourceMap }) {
    this.text = original
    this.#code = code
    this.#original = original.split(lineEnd)
    this.#lines = new LineIndex(code)
    this.#starts = lineStarts(code)
    this.#map = new TraceMap(map as ConstructorParameters<typeof TraceMap>[0])
    this.#source = findSource(this.#map.sources, path)
  }

  /** Where a plugin gives no map, the bundler makes one which says that everything stands where it was. */
  get isKnown(): boolean {
    return (
      this.#source >= 0 &&
      decodedMappings(this.#map).some((segments, line) => segments.some((one) => isMoved(one, line)))
    )
  }

  /** The original position of the code that starts here; null: a compiler made it up. */
  start(offset: number): Position | null {
    madeOfNames.lastIndex = offset
    if (madeOfNames.test(this.#code)) return null
    for (const made of madeAround) {
      made.lastIndex = offset
      if (!made.test(this.#code)) continue
      const found = this.#exact(made.lastIndex)
      if (found) return found
    }
    return null
  }

  /** The sites at their original positions. */
  sites(sites: FileSites): FileSites {
    return {
      counters: sites.counters,
      statements: sites.statements.map((site) => ({ ...site, range: this.#range(site.range) })),
      functions: sites.functions.map((site) => {
        const head = this.#range(site.head)
        const before = this.#original[head.start.line - 1]?.slice(0, head.start.column) ?? ''
        return { ...site, name: originalName(site.name, before), head, body: this.#range(site.body) }
      }),
      branches: sites.branches.map((site) => ({
        ...site,
        range: this.#range(site.range),
        arms: site.arms.map((arm) => ({ ...arm, range: arm.range && this.#armRange(arm.range) })),
      })),
    }
  }

  #range(range: Range): Range {
    const from = this.start(this.#offset(range.start)) ?? { line: 1, column: 0 }
    const last = originalPositionFor(this.#map, { line: range.end.line, column: Math.max(0, range.end.column - 1) })
    const isBehind =
      last.line !== null && (last.line > from.line || (last.line === from.line && last.column >= from.column))
    return { start: from, end: isBehind ? { line: last.line, column: last.column + 1 } : from }
  }

  /** An arm that a compiler added is an `else` that nobody wrote. */
  #armRange(range: Range): Range | null {
    return this.start(this.#offset(range.start)) && this.#range(range)
  }

  /** The nearest mapping before is not enough: only white space may stand in between. */
  #exact(offset: number): Position | null {
    const { line, column } = this.#lines.position(offset)
    const segments = decodedMappings(this.#map)[line - 1] ?? []
    const index = segments.findLastIndex((segment) => segment[0] <= column)
    const segment = segments[index]
    if (!segment || segment.length === 1 || segment[1] !== this.#source) return null
    const between = this.#code.slice(offset - column + segment[0], offset)
    if (between.trim() !== '' || this.#isRepeated(line, index)) return null
    const text = this.#original[segment[2]]?.slice(segment[3])
    if (text === undefined) return null
    return { line: segment[2] + 1, column: segment[3] + text.length - text.trimStart().length }
  }

  /** Map generators repeat the last position at the start of the next line, whether or not that line has original code. */
  #isRepeated(line: number, index: number): boolean {
    const all = decodedMappings(this.#map)
    const segment = all[line - 1]?.[index]
    let before = all[line - 1]?.[index - 1]
    for (let above = line - 2; !before && above >= 0; above--) before = all[above]?.at(-1)
    return before?.[1] === segment?.[1] && before?.[2] === segment?.[2] && before?.[3] === segment?.[3]
  }

  #offset({ line, column }: Position): number {
    return (this.#starts[line - 1] as number) + column
  }
}

function isMoved(segment: SourceMapSegment, line: number): boolean {
  return segment.length > 1 && (segment[2] !== line || segment[3] !== segment[0])
}

const lineEnd = /\r\n|[\n\r\u2028\u2029]/

/** With this statement esbuild keeps a function's name, and says that it is the function: `__name(add, "add")`. */
const madeOfNames = /(?:static\s*\{\s*)?__name\([\w$]+,\s*"/y

/** What compilers write in front of an expression of the original, which then stands where the expression does. */
const madeAround = [
  /(?:)/y,
  // A template's `return`, and Vue's bookkeeping around an element.
  /(?:return\b\s*)?\(*(?:_openBlock\((?:true)?\),\s*)?/y,
  // An event handler's `($event) =>`.
  /(?<!_withAsyncContext\()(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*=>\s*[({]*\s*/y,
]

/** What Vue and esbuild call things that have no name in the source. */
const madeNames: readonly (readonly [made: RegExp, original: string])[] = [
  [/^_sfc_main\./, ''],
  [/<init ([^>]+)>\.__name\([^()]*\) callback/g, '$1'],
  // Elements and components, with their first argument.
  [/\b_(?:create|resolve)[A-Z]\w*\((?:'(?:[^'\\]|\\.)*')?\)\.?/g, ''],
  [/\b_renderList\((?:[^()]*)\) callback/g, 'v-for'],
  [/\b_withCtx\((?:[^()]*)\) callback/g, 'slot'],
]
const madeHandler = /(?:<anonymous>|\b_cache\[\d+\]|\b_with(?:Modifiers|Keys)\(\) callback|\bon[A-Z]\w*)$/

/** `before`: what stands before the function, on its line. A template's handlers are called as there: `@click`, `v-model`. */
function originalName(name: string, before: string): string {
  const attribute = /\s((?:@|v-)[^\s=]*)(?:\s*=\s*(?:"[^"]*|'[^']*)?)?$/.exec(before)?.[1]
  const handler = attribute === undefined ? name : name.replace(madeHandler, attribute)
  return madeNames.reduce((result, [made, original]) => result.replace(made, original), handler)
}

function findSource(sources: readonly (string | null)[], path: string): number {
  if (sources.length === 1) return 0
  const name = path.slice(path.lastIndexOf('/') + 1)
  return sources.findIndex((source) => source?.replace(/\?.*$/, '').split('/').at(-1) === name)
}
