/** A process of its own that adds to a store again and again: `node shop-run.entry.mjs STORE TIMES FILES`. */
import { updateStore } from '../../src/store/store.ts'
import { cart } from './shop.ts'

const [store = '', times = '1', files = '1'] = process.argv.slice(2)
const records = Array.from({ length: Number(files) }, (_, index) =>
  cart({ path: `src/cart-${String(index).padStart(5, '0')}.ts`, counts: [1, 2, 3] }),
)
for (let time = 0; time < Number(times); time++) {
  await updateStore(store, records)
  console.log('added')
}
