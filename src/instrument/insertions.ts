import { closeMark, longerMark, openMark, probeSource } from '../model/protocol.ts'
import { type MappingOptions, Mappings, type MapTarget } from './mappings.ts'

/** A source map, revision 3. */
export interface SourceMap {
  version: 3
  file?: string
  sources: string[]
  sourcesContent?: string[]
  names: string[]
  mappings: string
  /** Which sources a debugger should not show. */
  ignoreList?: number[]
}

/** Which insertion, by its order. */
export type InsertionIndex = number

const probeText = '// What tstrace inserted into the line of this number, to count what runs.\n'

/**
 * Insertions into a text, in its order. Nothing is ever removed, and no insertion has a line break. All insertions at
 * one place stand together between marks.
 */
export class Insertions {
  readonly #text: string
  readonly #openMark: string
  // One list a field: a large text has a hundred thousand insertions.
  readonly #offsets: number[] = []
  readonly #texts: string[] = []
  readonly #targets: MapTarget[] = []
  /** The text from there to the insertion is not mapped. */
  readonly #unmappedFrom: number[] = []

  constructor(text: string) {
    this.#text = text
    this.#openMark = chooseOpenMark(text)
  }

  /** Behind what was inserted at the same place before. */
  insert(at: number, text: string, target: MapTarget = 'probe', unmappedFrom: number = at): InsertionIndex {
    const index = this.#offsets.length
    const last = index === 0 ? 0 : (this.#offsets[index - 1] as number)
    if (at < last) throw new Error(`insertion at ${at} behind ${last}: "${text}"`)
    this.#offsets.push(at)
    this.#texts.push(text)
    this.#targets.push(target)
    this.#unmappedFrom.push(unmappedFrom)
    return index
  }

  /** For a text that is known only when the others are. */
  fill(index: InsertionIndex, text: string): void {
    this.#texts[index] = text
  }

  get empty(): boolean {
    return this.#offsets.length === 0
  }

  /** By `+=`: to join a list of pieces takes twice as long. */
  apply(): string {
    let result = ''
    let last = 0
    this.#offsets.forEach((at, index) => {
      if (this.#isFirst(index)) result += this.#text.slice(last, at) + this.#openMark
      result += this.#texts[index] as string
      if (this.#isLast(index)) result += closeMark
      last = at
    })
    return result + this.#text.slice(last)
  }

  /** Maps every token of the text to itself, and the insertions to where they stand. */
  map(source: string, options: MappingOptions): SourceMap {
    const mappings = new Mappings(this.#text, options)
    let last = 0
    this.#offsets.forEach((at, index) => {
      const unmappedFrom = this.#unmappedFrom[index] as number
      mappings.original(last, unmappedFrom)
      mappings.skipped(unmappedFrom, at)
      mappings.inserted(at, this.#markedLength(index), this.#targets[index] as MapTarget)
      last = at
    })
    mappings.original(last, this.#text.length)
    const map: SourceMap = {
      version: 3,
      sources: [source],
      sourcesContent: [this.#text],
      names: [],
      mappings: mappings.toString(),
    }
    if (!options.probeSource || this.empty) return map
    return { ...map, sources: [source, probeSource], sourcesContent: [this.#text, probeText], ignoreList: [1] }
  }

  #markedLength(index: InsertionIndex): number {
    const open = this.#isFirst(index) ? this.#openMark.length : 0
    const close = this.#isLast(index) ? closeMark.length : 0
    return open + (this.#texts[index] as string).length + close
  }

  /** Of those at one place. */
  #isFirst(index: InsertionIndex): boolean {
    return index === 0 || this.#offsets[index - 1] !== this.#offsets[index]
  }

  #isLast(index: InsertionIndex): boolean {
    return index + 1 === this.#offsets.length || this.#offsets[index + 1] !== this.#offsets[index]
  }
}

function chooseOpenMark(text: string): string {
  let mark = openMark
  while (text.includes(mark)) mark += longerMark
  return mark
}
