/**
 * What a trace of lines costs: the time of its events, until their text is in a file, as a multiple of writing the same
 * text at once; by how much may wait to be written. `node test/bench/trace.mjs`; half a minute.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { build as buildPackage, root } from '../scripts/checkout.mjs'

const program = `
function fib(n) {
  if (n < 2)
    return n
  return fib(n - 1) + fib(n - 2)
}
module.exports = () => fib(25)
`
const rounds = 9
const sizes = [0, 1024, 4096, 16_384, 65_536, 1_048_576]

const directory = mkdtempSync(join(tmpdir(), 'tstrace-bench-'))
const file = join(directory, 'lines.trace')

try {
  buildPackage()
  const { instrument } = await import(pathToFileURL(join(root, 'dist/instrument/index.js')).href)
  const { realmRecorder, LineTraceBuffer } = await buildRuntime()
  const recorder = realmRecorder()
  const [bare, traced] = [{}, { trace: true }].map((options) => run(instrument, options))

  console.log(`Node ${process.version}, median of ${rounds}:\n`)
  for (const size of sizes) {
    const results = Array.from({ length: rounds }, () => once(size))
    const ratios = results.map(({ trace, write }) => trace / write).toSorted((a, b) => a - b)
    const { lines, write } = results.at(-1)
    console.log(
      `${size} characters: ${ratios[rounds >> 1].toFixed(2)} (${lines} lines, at once ${write.toFixed(0)} ms)`,
    )
  }

  function once(size) {
    const probes = time(bare)
    const trace = intoFile((fd) => {
      recorder.trace = new LineTraceBuffer({ timing: false, write: (text) => writeSync(fd, text), now: () => 0, size })
      return time(() => {
        traced()
        recorder.trace.flush()
      })
    })
    const text = readFileSync(file, 'latin1')
    const write = intoFile((fd) => time(() => writeSync(fd, text)))
    return { trace: trace - probes, write, lines: text.split('\n').length - 1 }
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}

function run(instrument, options) {
  const { code } = instrument(program, { path: 'kernel.cjs', sourceType: 'commonjs', ...options })
  const module = { exports: null }
  new Function('module', code)(module)
  return module.exports
}

function intoFile(write) {
  const fd = openSync(file, 'w')
  try {
    return write(fd)
  } finally {
    closeSync(fd)
  }
}

/** Of the processor, in milliseconds: other processes take none of it. */
function time(action) {
  const start = process.cpuUsage()
  action()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

async function buildRuntime() {
  const entry = {
    recorder: join(root, 'src/runtime/recorder.ts'),
    buffer: join(root, 'src/runtime/line-trace-buffer.ts'),
  }
  const lib = { entry, formats: ['es'], fileName: (_, name) => `${name}.mjs` }
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    build: { lib, outDir: directory, target: 'node20', emptyOutDir: false },
  })
  const load = (name) => import(pathToFileURL(join(directory, `${name}.mjs`)).href)
  return { ...(await load('recorder')), ...(await load('buffer')) }
}
