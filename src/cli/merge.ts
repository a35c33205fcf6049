import { mergeStores } from '../store/store.ts'
import { tell } from '../tell.ts'
import type { Command } from './arguments.ts'
import { expandGlobs } from './stores.ts'

export async function mergeFiles({ out, files }: Extract<Command, { kind: 'merge' }>): Promise<void> {
  tell(await mergeStores(await expandGlobs(files), out))
}
