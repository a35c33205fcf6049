import MagicString from 'magic-string'

/** Insertions into a text, in its order. Nothing is ever removed, and no insertion has a line break. */
export class Edits {
  readonly #text: string
  readonly #offsets: number[] = []
  readonly #insertions: string[] = []

  constructor(text: string) {
    this.#text = text
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
    for (let index = 0; index < this.#offsets.length; index++) {
      const at = this.#offsets[index] as number
      if (at < last) throw new Error(`insertion at ${at} behind ${last}: "${this.#insertions[index]}"`)
      result += this.#text.slice(last, at) + this.#insertions[index]
      last = at
    }
    return result + this.#text.slice(last)
  }

  /** Maps every word of the result to where it stands in the text. */
  map(source: string): ReturnType<MagicString['generateMap']> {
    const magic = new MagicString(this.#text)
    this.#offsets.forEach((at, index) => magic.appendLeft(at, this.#insertions[index] as string))
    return magic.generateMap({ source, hires: 'boundary', includeContent: true })
  }
}
