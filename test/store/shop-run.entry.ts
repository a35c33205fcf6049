/**
 * A process of its own that adds to a store again and again: `node shop-run.entry.mjs STORE TIMES FILES [DEATH]`. With
 * DEATH it kills itself instead of the so many-th thing it does to the disk, and says so.
 */
import { writeSync } from 'node:fs'
import disk from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { updateStore } from '../../src/store/store.ts'
import { cart } from './shop-records.ts'

const [store = '', times = '1', files = '1', death = ''] = process.argv.slice(2)
const records = Array.from({ length: Number(files) }, (_, index) =>
  cart({ path: `src/cart-${String(index).padStart(5, '0')}.ts`, counts: [1, 2, 3] }),
)
if (death !== '') dieAt(Number(death))
for (let time = 0; time < Number(times); time++) {
  await updateStore(store, records)
  console.log('added')
}

function dieAt(step: number): void {
  let steps = 0
  for (const name of ['mkdir', 'realpath', 'readdir', 'rename', 'rm', 'stat'] as const) {
    const act = disk[name] as (...given: unknown[]) => Promise<unknown>
    Object.assign(disk, {
      [name]: (...given: unknown[]) => {
        if (++steps === step) {
          writeSync(1, `dies before ${name}\n`)
          process.kill(process.pid, 'SIGKILL')
        }
        return act(...given)
      },
    })
  }
  syncBuiltinESMExports()
}
