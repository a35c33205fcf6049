/** A small program and what reading starts from: its store, the parts of a run, and Istanbul's data, all whole. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { createInstrumenter } from 'istanbul-lib-instrument'

const cli = fileURLToPath(new URL('../../../dist/cli/index.js', import.meta.url))

const sources: Record<string, string> = {
  'shop.mjs': `import { Cart } from './cart.mjs'
const cart = new Cart()
for (let times = 0; times < 20; times++) cart.add({ price: times, pieces: times % 3 })
console.log(cart.total() > 100 ? 'much' : 'little')
`,
  'cart.mjs': `import { priceOf } from './price.mjs'
export class Cart {
  #items = []
  add(item) {
    if (item.pieces > 0) this.#items.push(item)
  }
  total() {
    return this.#items.map((item) => priceOf(item)).reduce((sum, price) => sum + price, 0)
  }
}
`,
  'price.mjs': `export function priceOf({ price, pieces = 1 }) {
  return pieces > 10 ? price * pieces * 0.9 : price * pieces
}
`,
}

export interface Originals {
  store: Buffer
  part: Buffer
  coverage: Buffer
  /** A directory that `part.jsonl` and `run.json` make a run that waits for its report. */
  run: string
}

export function makeOriginals(directory: string): Originals {
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(directory, name), text)
  writeFileSync(join(directory, 'blocked'), '')
  tstrace(directory, '-cTR', '-f', 'store.jsonl', 'shop.mjs')
  // Its report can't be written, so its parts are kept.
  tstrace(directory, '-cT', '-C', 'blocked', 'shop.mjs')
  const kept = join(directory, `tstrace-${process.getuid?.() ?? 'user'}`)
  const run = join(directory, 'run')
  renameSync(join(kept, readdirSync(kept)[0]!), run)
  const part = readdirSync(run).find((name) => name.startsWith('part-'))!
  renameSync(join(run, part), join(run, partName))
  const coverage = Buffer.from(JSON.stringify(coverageOf(directory)))
  writeFileSync(join(directory, 'coverage-final.json'), coverage)
  return { store: readFileSync(join(directory, 'store.jsonl')), part: readFileSync(join(run, partName)), coverage, run }
}

/** Of the form that parts' names have. */
export const partName = 'part-0000000000000001.jsonl'

function tstrace(cwd: string, ...args: string[]): void {
  mkdirSync(cwd, { recursive: true })
  spawnSync(process.execPath, [cli, ...args], { cwd, env: { ...process.env, NODE_OPTIONS: '', TMPDIR: cwd } })
}

function coverageOf(directory: string): object {
  const instrumenter = createInstrumenter({ esModules: true })
  const files = Object.entries(sources).map(([name, text]) => {
    const path = join(directory, name)
    instrumenter.instrumentSync(text, path)
    return [path, instrumenter.lastFileCoverage()]
  })
  return Object.fromEntries(files) as object
}
