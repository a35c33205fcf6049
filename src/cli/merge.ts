import { formatMessage } from '../model/error.ts'
import { mergeStores } from '../store/store.ts'
import type { Command } from './arguments.ts'
import { expandGlobs } from './stores.ts'

export async function mergeFiles({ out, files }: Extract<Command, { kind: 'merge' }>): Promise<void> {
  const warnings = await mergeStores(await expandGlobs(files), out)
  for (const warning of warnings) console.error(formatMessage(warning))
}
