import { probeSource } from '../model/protocol.ts'
import { type MappingOptions, Mappings, type Standing } from './mappings.ts'
import { chooseOpenMark, closeMark } from './marks.ts'

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

export interface Insertion {
  at: number
  text: string
  standing: Standing
  /** From here to the insertion, nothing of the text is mapped. */
  unmappedFrom: number
}

const probeText = '// What tstrace inserted into the line of this number, to count what runs.\n'

/**
 * Insertions into a text, in its order. Nothing is ever removed, and no insertion has a line break. What is inserted in
 * one place stands between marks.
 */
export class Edits {
  readonly #text: string
  readonly #openMark: string
  readonly #insertions: Insertion[] = []

  constructor(text: string) {
    this.#text = text
    this.#openMark = chooseOpenMark(text)
  }

  /** Behind what was inserted at the same place before. */
  insert(at: number, text: string, standing: Standing = 'probe', unmappedFrom: number = at): Insertion {
    const last = this.#insertions.at(-1)
    if (last && at < last.at) throw new Error(`insertion at ${at} behind ${last.at}: "${text}"`)
    const insertion = { at, text, standing, unmappedFrom }
    this.#insertions.push(insertion)
    return insertion
  }

  get empty(): boolean {
    return this.#insertions.length === 0
  }

  apply(): string {
    let result = ''
    let last = 0
    this.#insertions.forEach(({ at }, index) => {
      result += this.#text.slice(last, at) + this.#marked(index)
      last = at
    })
    return result + this.#text.slice(last)
  }

  /** Maps every token of the text to itself, and the insertions to where they stand. */
  map(source: string, options: MappingOptions): SourceMap {
    const mappings = new Mappings(this.#text, options)
    let last = 0
    this.#insertions.forEach(({ at, standing, unmappedFrom }, index) => {
      mappings.original(last, unmappedFrom)
      mappings.skipped(unmappedFrom, at)
      mappings.inserted(at, this.#marked(index).length, standing)
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

  #marked(index: number): string {
    const { at, text } = this.#insertions[index] as Insertion
    const open = this.#insertions[index - 1]?.at === at ? '' : this.#openMark
    const close = this.#insertions[index + 1]?.at === at ? '' : closeMark
    return open + text + close
  }
}
