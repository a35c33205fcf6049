import { TstraceError } from '../model/error.ts'
import { mergeStores } from '../store/store.ts'
import { printWarnings } from '../process/print-warnings.ts'
import type { Command } from '../options/parse-arguments.ts'
import { expandGlobs, isIstanbuls } from './stores.ts'

export async function mergeFiles({ out, files }: Extract<Command, { kind: 'merge' }>): Promise<void> {
  const names = await expandGlobs(files)
  for (const name of names) if (await isIstanbuls(name)) throw noStore(name)
  printWarnings(await mergeStores(names, out))
}

function noStore(name: string): TstraceError {
  const message = `"${name}" has Istanbul's data, which is not added to a store. "tstrace --report" takes it beside stores: give it a "--file" of its own.`
  return new TstraceError('bad-store', message)
}
