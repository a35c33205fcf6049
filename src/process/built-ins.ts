/** Our work in a Node process with all built-ins that it may use, itself or through packages and Node. */
import fs from 'node:fs'
import process from 'node:process'
import workerThreads from 'node:worker_threads'
import { type Property, hold } from './held.ts'
import { type Pristine, createPristine } from './pristine.ts'

const classes =
  'Object Array Function String Number RegExp Map Set WeakMap Symbol Promise Error Uint8Array Int32Array Float64Array'
const namespaces = 'JSON Math Reflect Atomics'
const others =
  'Boolean BigInt Date Proxy SharedArrayBuffer SyntaxError TypeError Uint32Array Buffer URL TextDecoder process performance'
const ofProcess = 'pid hrtime cwd env kill platform getBuiltinModule'
const ofFiles =
  'closeSync existsSync fstatSync lstatSync mkdirSync openSync readFileSync readSync realpathSync rmSync statSync writeSync'
const ofBuffer = 'from alloc allocUnsafe byteLength concat'
const ofBuffers = 'toString write slice subarray utf8Slice utf8Write latin1Slice base64Slice'

/** Names that our work does not use, and one that we patch. */
const leftOut = /^(?:anchor|big|blink|bold|fixed|fontcolor|fontsize|italics|link|small|strike|sub|sup|stackTraceLimit)$/

export const pristine: Pristine = createPristine(holdAll())

function holdAll(): Property | null {
  const { getPrototypeOf, ownKeys } = Reflect
  const realm = globalThis as unknown as Record<string, { prototype?: object } | undefined>
  let chain = hold(realm, `${classes} ${namespaces} ${others}`.split(' '), null)
  const whole = (of: object | undefined): void => {
    const keys = of ? ownKeys(of) : []
    // The text of functions is patched, by us.
    chain = hold(
      of,
      keys.filter((key) => !leftOut.test(String(key)) && (of !== Function.prototype || key !== 'toString')),
      chain,
    )
  }
  for (const name of namespaces.split(' ')) whole(realm[name])
  for (const one of [
    ...classes.split(' ').map((name) => realm[name]),
    getPrototypeOf(Uint8Array) as typeof Uint8Array,
  ]) {
    whole(one)
    whole(one?.prototype)
  }
  iterators().forEach(whole)
  for (const { prototype } of [Array, String, Number, Boolean]) chain = hold(prototype, ['toJSON'], chain)
  chain = hold(process, ofProcess.split(' '), chain)
  chain = hold(fs, ofFiles.split(' '), chain)
  for (const { prototype } of [workerThreads.Worker, workerThreads.MessagePort])
    chain = hold(prototype, ['postMessage'], chain)
  chain = hold(realm['Buffer'], ofBuffer.split(' '), chain)
  return hold(realm['Buffer']?.prototype, ofBuffers.split(' '), chain)
}

/** The prototypes of the iterators that `for`, spread and generators use. */
function iterators(): object[] {
  const made = [[].values(), new Map().keys(), new Set().values(), ''[Symbol.iterator](), ''.matchAll(/a/g)]
  const own = made.map((iterator) => Reflect.getPrototypeOf(iterator) as object)
  return [
    ...own,
    Reflect.getPrototypeOf(own[0] as object) as object,
    Reflect.getPrototypeOf(function* () {}.prototype) as object,
  ]
}
