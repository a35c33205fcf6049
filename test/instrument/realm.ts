import { type Context, createContext, runInContext } from 'node:vm'

/** A global object with little in it but the language, and with `log`. */
export class Realm {
  readonly log: string[] = []
  /** Called whenever the program logs something. */
  atLog: () => void = () => {}
  readonly #context: Context = createContext({
    setTimeout,
    setImmediate,
    queueMicrotask,
    log: (...words: unknown[]) => {
      this.log.push(words.map(String).join(' '))
      this.atLog()
    },
  })

  get global(): object {
    return this.evaluate('globalThis') as object
  }

  evaluate(code: string, filename: string = 'shop.js'): unknown {
    return runInContext(code, this.#context, { filename })
  }

  /** A script is through when its value, if a promise, has settled, and whatever it left behind has run. */
  async run(code: string): Promise<void> {
    try {
      await this.evaluate(code)
    } catch (error) {
      this.log.push(`threw ${String(error)}`)
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
}
