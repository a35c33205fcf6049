// Runs the programs named on the command line, one after the other, and writes what came of each as JSON.
// A `.js` is a script in a realm of its own; `.cjs` and `.mjs` are what they are for Node.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import { createContext, runInContext } from 'node:vm'

const [resultFile, recorderKey, ...files] = process.argv.slice(2)
const require = createRequire(import.meta.url)
const key = Symbol.for(recorderKey)
Error.stackTraceLimit = 50
process.on('unhandledRejection', () => {})

const results = []
for (const file of files) results.push(await run(file))
writeFileSync(resultFile, JSON.stringify({ results, realm: readRealm(globalThis) }))

async function run(file) {
  const output = []
  const scope = {
    print: (...values) => void output.push(values.map(show).join(' ')),
    at: (error) => linesIn(file, error),
  }
  Object.assign(globalThis, scope)
  const context = file.endsWith('.js') ? createContext(scope) : null
  const realm = context ? runInContext('globalThis', context) : globalThis
  try {
    scope.print('result', await load(file, context))
  } catch (error) {
    scope.print('threw', error)
  }
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  const idle = realm[key] === undefined || realm[key].c === 1
  if (!idle) realm[key].c = 1
  return { output, idle, realm: realm === globalThis ? null : readRealm(realm) }
}

function load(file, context) {
  if (file.endsWith('.mjs')) return import(pathToFileURL(file).href).then((module) => module.default)
  if (file.endsWith('.cjs')) return require(file)
  return runInContext(readFileSync(file, 'utf8'), context, { filename: file })
}

/** The lines of the program that a stack trace goes through. */
function linesIn(file, error) {
  const lines = []
  for (const frame of error.stack.split('\n')) {
    const line = frame.includes(file) ? frame.slice(frame.indexOf(file) + file.length).match(/^:(\d+)/)?.[1] : undefined
    if (line !== undefined && line !== lines.at(-1)) lines.push(line)
  }
  return lines.join()
}

function show(value) {
  if (typeof value === 'string') return value
  if (value instanceof Error || Object.prototype.toString.call(value) === '[object Error]')
    return `${value.name}: ${value.message}`
  return inspect(value, { depth: 6, breakLength: Infinity, compact: true })
}

/** Typed arrays and their properties as plain data. */
function readRealm(realm) {
  const recorder = realm[key]
  return {
    coverage: realm['__coverage__'],
    files: recorder?.files.map((one) => ({
      counts: Array.from(one),
      b: one.b,
      info: one.info,
      called: one.called,
      more: one.more,
    })),
    next: recorder?.n,
  }
}
