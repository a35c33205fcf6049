/** For TypeScript that the project has no transformer for: Node strips the types, as it does for Jest. */
import * as nodeModule from 'node:module'
import process from 'node:process'

/** All positions stay. Node throws for syntax that it cannot erase. */
export function stripTypes(text: string, path: string): string {
  const strip = (nodeModule as { stripTypeScriptTypes?: (code: string, options: { mode: 'strip' }) => string })
    .stripTypeScriptTypes
  return strip && /\.[cm]?ts$/.test(path) ? quietly(() => strip(text, { mode: 'strip' })) : text
}

/** Hides Node's warning about an experimental feature. */
function quietly(work: () => string): string {
  const emitWarning = Object.getOwnPropertyDescriptor(process, 'emitWarning') as PropertyDescriptor
  process.emitWarning = () => {}
  try {
    return work()
  } finally {
    Object.defineProperty(process, 'emitWarning', emitWarning)
  }
}
