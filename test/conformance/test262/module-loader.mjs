/** Modules of a realm: the test and its fixtures, by path. */
import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { SourceTextModule, SyntheticModule } from 'node:vm'
import { describe } from './describe.mjs'

export class ModuleLoader {
  /** Has a module's top level thrown? */
  threw = false
  #context
  #directory
  #transform
  #modules = new Map()
  /** Linking is asynchronous, and a module can't be linked twice. */
  #linking = Promise.resolve()

  constructor(context, directory, transform) {
    this.#context = context
    this.#directory = directory
    this.#transform = transform
  }

  /** null, or `phase Type: message`. */
  async runMain(path) {
    let phase = 'parse'
    try {
      const module = this.#load(path, 'js')
      phase = 'resolution'
      await this.#link(module)
      phase = 'runtime'
      await this.#evaluate(module)
      return null
    } catch (error) {
      return `${phase} ${describe(error)}`
    }
  }

  async import(specifier, referrer, attributes) {
    const module = this.#resolve(specifier, referrer, attributes)
    await this.#link(module)
    while (module.status === 'evaluating') await new Promise((done) => setImmediate(done))
    await this.#evaluate(module)
    return module
  }

  async #evaluate(module) {
    try {
      await module.evaluate()
    } catch (error) {
      this.threw = true
      throw error
    }
  }

  #link(module) {
    const linked = this.#linking.then(() => {
      if (module.status !== 'unlinked') return undefined
      return module.link((specifier, { identifier }, { attributes }) =>
        this.#resolve(specifier, identifier, attributes),
      )
    })
    this.#linking = linked.catch(() => {})
    return linked
  }

  #resolve(specifier, referrer, attributes) {
    return this.#load(resolve(dirname(referrer), specifier), attributes?.type ?? 'js')
  }

  #load(path, type) {
    const key = `${type} ${path}`
    const known = this.#modules.get(key)
    if (known) return known
    const text = readFileSync(path, 'utf8')
    const module = type === 'json' ? this.#json(text) : this.#source(text, path)
    this.#modules.set(key, module)
    return module
  }

  #json(text) {
    const value = this.#context.JSON.parse(text)
    const options = { context: this.#context }
    return new SyntheticModule(
      ['default'],
      function () {
        this.setExport('default', value)
      },
      options,
    )
  }

  #source(text, path) {
    return new SourceTextModule(this.#transform(text, relative(this.#directory, path), 'module'), {
      identifier: path,
      context: this.#context,
      importModuleDynamically: (specifier, _, attributes) => this.import(specifier, path, attributes),
      initializeImportMeta: () => {},
    })
  }
}
