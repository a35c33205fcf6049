/** TypeScript that the project has no transformer for: Node takes its types away, if it can, as Jest itself would have it do. */
import * as nodeModule from 'node:module'
import process from 'node:process'

/** Positions stay. What can't be erased is an error of Node's, which names it. */
export function stripTypes(text: string, path: string): string {
  const strip = (nodeModule as { stripTypeScriptTypes?: (code: string, options: { mode: 'strip' }) => string })
    .stripTypeScriptTypes
  return strip && /\.[cm]?ts$/.test(path) ? quietly(() => strip(text, { mode: 'strip' })) : text
}

/** Node warns of the experiment, once in each worker, which nobody here can do anything about. */
function quietly(work: () => string): string {
  const emitWarning = Object.getOwnPropertyDescriptor(process, 'emitWarning') as PropertyDescriptor
  process.emitWarning = () => {}
  try {
    return work()
  } finally {
    Object.defineProperty(process, 'emitWarning', emitWarning)
  }
}
