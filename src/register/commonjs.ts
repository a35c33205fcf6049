/** The loader between Node's CommonJS loader and its compiler, where no hook of `module.registerHooks` comes. */
import fs from 'node:fs'
import Module from 'node:module'
import { pristine } from '../process/built-ins.ts'
import type { Loader } from './loader.ts'
import { moduleFormat } from './module-format.ts'
import { isTypeScript } from './typescript.ts'

// The program may replace them while it runs.
const { readFileSync } = fs
const { apply } = Reflect

// Node's own names.
const compile = '_compile'
const extensionsKey = '_extensions'

interface CompilingModule {
  [compile](content: string, filename: string, format?: string): unknown
}

const { prototype, [extensionsKey]: extensions } = Module as unknown as {
  prototype: CompilingModule
  [extensionsKey]: Record<string, (module: CompilingModule, filename: string) => void>
}

/**
 * A function that has the next compilation of a file traced. The patch is there only while a file waits for it: its
 * frame would be in the stack traces of all CommonJS modules.
 */
export function createCompilePatch(loader: Loader): (filename: string) => void {
  const original = prototype[compile]
  const waiting = new Set<string>()
  function compileTraced(this: CompilingModule, content: string, filename: string, format?: string): unknown {
    const code = pristine(() => {
      const traced = waiting.delete(filename)
      if (waiting.size === 0 && prototype[compile] === compileTraced) prototype[compile] = original
      return traced ? prepare(loader, filename, content) : content
    })
    return apply(original, this, [code, filename, format])
  }
  return (filename) => {
    waiting.add(filename)
    prototype[compile] = compileTraced
  }
}

/** Of TypeScript, Node hands over what it has stripped; probes belong into the text on the disk. */
function prepare(loader: Loader, filename: string, content: string): string {
  const text = isTypeScript(filename) ? readFileSync(filename, 'utf8') : content
  return loader.prepare(filename, text, { format: 'commonjs', final: true })
}

/** All of CommonJS, TypeScript's included, on Nodes without `module.registerHooks`. */
export function patchCommonJs(loader: Loader): void {
  const original = prototype[compile]
  prototype[compile] = function (content, filename, format) {
    const known = format === 'commonjs' ? format : null
    // A replaced `readFileSync` may give anything: that is between the program and Node.
    const isOurs = format !== 'module' && typeof content === 'string'
    const code = isOurs ? pristine(() => loader.prepare(filename, content, { format: known })) : content
    return apply(original, this, [code, filename, format])
  }
  for (const extension of ['.ts', '.cts', '.mts', '.tsx', '.jsx']) {
    extensions[extension] = (module, filename) => {
      const code = pristine(() => {
        const text = readFileSync(filename, 'utf8')
        return moduleFormat(filename, text) === 'module' ? null : loader.prepare(filename, text, { format: 'commonjs' })
      })
      if (code === null) return extensions['.mjs']?.(module, filename)
      apply(original, module, [code, filename])
    }
  }
}
