/** A new realm with what test262 wants of a host, and a test run in it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import vm from 'node:vm'
import { Agents } from './agents.mjs'
import { describe } from './describe.mjs'
import { ModuleLoader } from './module-loader.mjs'

/** What is thrown or rejected with nobody to catch it belongs to the test that runs. */
let stray = []
process.on('uncaughtException', (error) => stray.push(`uncaught ${describe(error)}`))
process.on('unhandledRejection', () => {})

const getUndetectable = new vm.Script('() => %GetUndetectable()')

/** How the test ends: `ends`, what an async test prints, or `phase Type: message`; and whether a recorder still has someone running. */
export async function runTest(test, { directory, path, file, scenario, transform }) {
  stray = []
  const printed = []
  const host = { print: (text) => void printed.push(String(text)), agents: new Agents(), timers: new Set() }
  const context = newRealm(host)
  const loader = new ModuleLoader(context, directory, transform)
  try {
    for (const name of test.includes) harness(directory, name).runInContext(context)
    const failure = await run()
    const end =
      failure ?? (test.async ? await doneLine(printed, () => host.timers.size > 0 || host.agents.any) : 'ends')
    for (let turn = 0; turn < 2; turn++) await nextTurn()
    // A top level that throws stays the one that runs: nothing can be around it.
    const idle = failure !== null || loader.threw || isIdle(context)
    return [end, ...stray, ...(idle ? [] : ['somebody is still running'])].join(' + ')
  } finally {
    host.agents.terminate()
    for (const timer of host.timers) clearTimeout(timer)
  }

  async function run() {
    if (scenario === 'module') return loader.runMain(path)
    const text = scenario === 'strict' ? `"use strict";\n${test.text}` : test.text
    const code = transform(text, file, 'script')
    let script
    try {
      script = new vm.Script(code, {
        filename: path,
        importModuleDynamically: (specifier, _, attributes) => loader.import(specifier, path, attributes),
      })
    } catch (error) {
      return `parse ${describe(error)}`
    }
    try {
      script.runInContext(context)
      return null
    } catch (error) {
      return `runtime ${describe(error)}`
    }
  }
}

function newRealm(host) {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY)
  const { agents } = host
  const $262 = {
    global: context,
    createRealm: () => newRealm(host).$262,
    evalScript: (text) => new vm.Script(text, { filename: 'evalScript.js' }).runInContext(context),
    detachArrayBuffer: (buffer) => void structuredClone(buffer, { transfer: [buffer] }),
    gc: () => void globalThis.gc(),
    IsHTMLDDA: getUndetectable.runInContext(context)(),
    agent: {
      start: (script) => agents.start(script),
      broadcast: (buffer, value) => agents.broadcast(buffer, value),
      getReport: () => agents.getReport(),
      sleep: (milliseconds) => agents.sleep(milliseconds),
      monotonicNow: () => performance.now(),
    },
  }
  const later = (callback, delay, ...args) => {
    const timer = setTimeout(callback, delay, ...args)
    host.timers.add(timer)
    return Number(timer)
  }
  for (const [name, value] of Object.entries({ $262, print: host.print, setTimeout: later })) {
    Object.defineProperty(context, name, { value, writable: true, configurable: true, enumerable: false })
  }
  return context
}

const scripts = new Map()

/** Compiled once; a script can run in any realm. */
function harness(directory, name) {
  let script = scripts.get(name)
  if (!script) {
    const path = join(directory, 'harness', name)
    script = new vm.Script(readFileSync(path, 'utf8'), { filename: path })
    scripts.set(name, script)
  }
  return script
}

/** What an async test says at its end. Most say it at once, some wait for timers. */
async function doneLine(printed, waits) {
  const said = () => printed.find((line) => line.startsWith('Test262:'))
  for (let turn = 0; turn < 50 && !said(); turn++) await nextTurn()
  for (let wait = 0; wait < (waits() ? 300 : 10) && !said(); wait++)
    await new Promise((resolve) => setTimeout(resolve, 10))
  return said() ?? 'says nothing'
}

function nextTurn() {
  return new Promise((resolve) => setImmediate(resolve))
}

function isIdle(context) {
  const recorder = context[Symbol.for('tstrace.recorder.1')]
  return recorder === undefined || recorder.c === 1
}
