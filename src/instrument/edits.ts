import MagicString from 'magic-string'
import { chooseOpenMark, closeMark } from './marks.ts'

/**
 * Insertions into a text, in its order. Nothing is ever removed, and no insertion has a line break. What is inserted in
 * one place stands between marks.
 */
export class Edits {
  readonly #text: string
  readonly #openMark: string
  readonly #offsets: number[] = []
  readonly #insertions: string[] = []

  constructor(text: string) {
    this.#text = text
    this.#openMark = chooseOpenMark(text)
  }

  /** Behind what was inserted at the same place before. Returns a handle for `replace`. */
  insert(at: number, insertion: string): number {
    this.#offsets.push(at)
    return this.#insertions.push(insertion) - 1
  }

  replace(handle: number, insertion: string): void {
    this.#insertions[handle] = insertion
  }

  get empty(): boolean {
    return this.#insertions.length === 0
  }

  apply(): string {
    let result = ''
    let last = 0
    this.#forEachPlace((at, inserted) => {
      if (at < last) throw new Error(`insertion at ${at} behind ${last}: "${inserted}"`)
      result += this.#text.slice(last, at) + inserted
      last = at
    })
    return result + this.#text.slice(last)
  }

  /** Maps every word of the result to where it stands in the text. */
  map(source: string): ReturnType<MagicString['generateMap']> {
    const magic = new MagicString(this.#text)
    this.#forEachPlace((at, inserted) => magic.appendLeft(at, inserted))
    return magic.generateMap({ source, hires: 'boundary', includeContent: true })
  }

  #forEachPlace(visit: (at: number, inserted: string) => void): void {
    for (let index = 0; index < this.#offsets.length;) {
      const at = this.#offsets[index] as number
      let inserted = ''
      for (; this.#offsets[index] === at; index++) inserted += this.#insertions[index]
      visit(at, this.#openMark + inserted + closeMark)
    }
  }
}
