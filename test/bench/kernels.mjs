/**
 * What probes cost: three kernels, each alone in fresh processes, the variants in turn, as ratios to the bare code.
 * `node test/bench/kernels.mjs [--quick]` prints a table; less than a minute, or 20 seconds.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import istanbul from 'istanbul-lib-instrument'
import { build } from 'vite'
import { build as buildPackage, root } from '../scripts/checkout.mjs'

/** Each makes a number, and takes some 10 ms where nothing is counted. */
const kernels = {
  recursion: `
function fib(n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2)
}
module.exports = () => fib(29)
`,
  'small classes': `
class Item {
  constructor(name, net) {
    this.name = name
    this.net = net
  }
  get gross() {
    return this.net * (1 + this.rate())
  }
  rate() {
    return this.isBook() ? 0.1 : 0.2
  }
  isBook() {
    return this.name === 'book'
  }
}
class Cart {
  items = []
  add(item) {
    this.items.push(item)
    return this
  }
  total() {
    let sum = 0
    for (const item of this.items) sum += item.gross
    return sum
  }
}
module.exports = () => {
  let sum = 0
  for (let n = 0; n < 60_000; n++) sum += new Cart().add(new Item('book', n)).add(new Item('tea', 2)).total()
  return sum
}
`,
  'hot loop': `
module.exports = () => {
  let longest = 0
  for (let start = 1; start < 30_000; start++) {
    let steps = 0
    let n = start
    while (n !== 1) {
      if (n % 2 === 0) {
        n = n / 2
      } else {
        n = 3 * n + 1
      }
      steps++
    }
    if (steps > longest) longest = steps
  }
  return longest
}
`,
}

const quick = process.argv.includes('--quick')
const rounds = quick ? 3 : 11
const directory = mkdtempSync(join(tmpdir(), 'tstrace-bench-'))

try {
  buildPackage()
  const variants = await makeVariants()
  const timer = await writeTimer()
  print(Object.keys(variants), measure(timer, writePrograms(variants)))
} finally {
  rmSync(directory, { recursive: true, force: true })
}

/** By name: what is run in the place of a kernel's text. */
async function makeVariants() {
  const { instrument } = await import(pathToFileURL(join(root, 'dist/instrument/index.js')).href)
  const traced = (text, callers) => instrument(text, { path: 'kernel.cjs', callers, map: false, sites: false }).code
  return {
    bare: (text) => text,
    'tstrace with callers': (text) => traced(text, true),
    'tstrace without': (text) => traced(text, false),
    Istanbul: (text) => istanbul.createInstrumenter().instrumentSync(text, 'kernel.cjs'),
  }
}

/** Paths, by kernel, in the order of the variants. */
function writePrograms(variants) {
  return Object.entries(kernels).map(([kernel, text], row) => {
    const paths = Object.values(variants).map((transform, column) => {
      const path = join(directory, `${row}-${column}.cjs`)
      writeFileSync(path, transform(text))
      return path
    })
    return { kernel, paths }
  })
}

/** The program that runs one kernel on our recorder, and prints what it makes and its milliseconds. */
async function writeTimer() {
  const entry = join(root, 'src/runtime/recorder.ts')
  const lib = { entry, formats: ['es'], fileName: () => 'recorder.mjs' }
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    build: { lib, outDir: directory, target: 'node20', emptyOutDir: false },
  })
  const path = join(directory, 'timer.mjs')
  const timing = `import { createRequire } from 'node:module'
    import { realmRecorder } from './recorder.mjs'
    realmRecorder()
    const kernel = createRequire(import.meta.url)(process.argv[2])
    const times = []
    let result
    for (let run = 0; run < 12; run++) {
      const start = performance.now()
      result = kernel()
      times.push(performance.now() - start)
    }
    console.log(JSON.stringify({ result, time: times.slice(3).sort((a, b) => a - b)[4] }))`
  writeFileSync(path, timing)
  return path
}

/** For each kernel, the variants' ratios to the first: the medians of all rounds. */
function measure(timer, programs) {
  const results = programs.map(({ kernel, paths }) => ({ kernel, ratios: paths.map(() => []) }))
  for (let round = 0; round < rounds; round++) {
    programs.forEach(({ kernel, paths }, row) => {
      const runs = paths.map((path) => JSON.parse(execFileSync(process.execPath, [timer, path], { encoding: 'utf8' })))
      const [bare] = runs
      runs.forEach(({ result, time }, column) => {
        if (result !== bare.result)
          throw new Error(`"${kernel}" makes ${result} with probes, and ${bare.result} without.`)
        results[row].ratios[column].push(time / bare.time)
      })
    })
  }
  return results.map(({ kernel, ratios }) => ({ kernel, ratios: ratios.map(median) }))
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
}

function print(variants, results) {
  console.log(`Time as a multiple of the bare code's, Node ${process.version}, median of ${rounds} processes each:\n`)
  printRow(['kernel', ...variants.slice(1)])
  printRow(variants.map(() => '---'))
  for (const { kernel, ratios } of results) printRow([kernel, ...ratios.slice(1).map((ratio) => ratio.toFixed(2))])
}

function printRow(cells) {
  console.log(`| ${cells.join(' | ')} |`)
}
