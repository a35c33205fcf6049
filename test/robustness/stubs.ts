/**
 * What tests and programs replace and never put back. Each is a piece of JavaScript that finds Node's modules under the
 * names in `modules`. Nothing of it may change how the program ends, or what is counted.
 */

export interface Stub {
  /** As a file name. */
  name: string
  code: string
}

/** The variables that a stub's code may use, and the modules that they hold. */
export const modules: Readonly<Record<string, string>> = {
  childProcess: 'node:child_process',
  crypto: 'node:crypto',
  events: 'node:events',
  fs: 'node:fs',
  Module: 'node:module',
  os: 'node:os',
  path: 'node:path',
  workerThreads: 'node:worker_threads',
  zlib: 'node:zlib',
}

const usableInVitest =
  /^(?:fs-(?:append|write|mkdir-sync|rm-sync|promises)|json|array-to|string-to|atomics|date-now|performance-now|console-throws|prepare|process-(?:kill|exit-|really|hrtime-t|umask|getuid|stdout|stderr|pid)|crypto|zlib|child-process-all|worker-replaced|path-relative)/

const reachesJest =
  /^(?:fs-(?:append|write|mkdir-sync|rm-sync)|json-stringify|array-to|process-(?:kill-t|hrtime-t|getuid|pid|umask)|reflect-apply|crypto-create|zlib|path-relative|prepare-stack-trace-t)/

const throwing = `() => { throw new Error('replaced') }`
const idle = '() => {}'

function kebab(text: string): string {
  return text
    .replace(/[^A-Za-z]+/g, '-')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/^-|-$/g, '')
}

/** By assignment as in `vi.spyOn`, or by definition where the property has no setter. */
function replace(object: string, key: string, value: string): string {
  const descriptor = `{ value: ${value}, configurable: true, writable: true }`
  return `Object.defineProperty(${object}, ${key}, ${descriptor})`
}

function stubMethods(object: string, names: string, values: Record<string, string>): Stub[] {
  return names.split(' ').flatMap((name) =>
    Object.entries(values).map(([how, value]) => ({
      name: kebab(`${object} ${name} ${how}`),
      code: replace(object, name.startsWith('Symbol.') ? name : `'${name}'`, value),
    })),
  )
}

const throwsOnly = { throws: throwing }
const idlesOnly = { idles: idle }
const both = { ...throwsOnly, ...idlesOnly }

function everyFunction(object: string, value: string): string {
  return (
    `for (const key of Object.keys(${object})) if (typeof ${object}[key] === 'function' && !/^[A-Z_]/.test(key)) ` +
    replace(object, 'key', value)
  )
}

/** A property of all objects that throws when it is read. */
function pollute(object: string, names: string): string {
  const descriptor = `{ get() { throw new Error('polluted') }, set() { throw new Error('polluted') }, configurable: true }`
  return names
    .split(' ')
    .map((name) => `Object.defineProperty(${object}, '${name}', ${descriptor})`)
    .join('\n')
}

export const stubs: readonly Stub[] = [
  ...stubMethods(
    'fs',
    'appendFileSync closeSync existsSync fstatSync mkdirSync openSync readFileSync realpathSync rmSync statSync writeFileSync writeSync',
    both,
  ),
  { name: 'fs-all-throw', code: everyFunction('fs', throwing) },
  { name: 'fs-promises-all-throw', code: everyFunction('fs.promises', throwing) },
  { name: 'fs-promises-all-idle', code: everyFunction('fs.promises', 'async () => {}') },

  ...stubMethods('JSON', 'stringify parse', both),
  ...stubMethods('Array', 'from', both),
  ...stubMethods('Array', 'isArray', idlesOnly),
  ...stubMethods(
    'Array.prototype',
    'push map filter sort join concat flatMap entries forEach slice includes some every keys Symbol.iterator',
    throwsOnly,
  ),
  ...stubMethods('Array.prototype', 'push map', idlesOnly),
  { name: 'array-to-json', code: `Array.prototype.toJSON = () => 'replaced'` },
  { name: 'object-to-json', code: `Object.prototype.toJSON = () => 'replaced'` },
  { name: 'string-to-json', code: `String.prototype.toJSON = () => 'replaced'` },
  { name: 'array-index-setter', code: pollute('Array.prototype', '0 1 2') },
  {
    name: 'array-iterator-next-throws',
    code: replace('Object.getPrototypeOf([][Symbol.iterator]())', `'next'`, throwing),
  },
  {
    name: 'generator-next-throws',
    code: replace('Object.getPrototypeOf(function* () {}.prototype).__proto__', `'next'`, throwing),
  },
  ...stubMethods('Map.prototype', 'get set has entries values forEach delete Symbol.iterator', throwsOnly),
  ...stubMethods('Map.prototype', 'get set', idlesOnly),
  ...stubMethods('Set.prototype', 'add has delete values Symbol.iterator', throwsOnly),
  { name: 'map-and-set-replaced', code: `globalThis.Map = globalThis.Set = class {}` },
  ...stubMethods(
    'Object',
    'entries keys values assign freeze hasOwn fromEntries create getPrototypeOf setPrototypeOf isExtensible getOwnPropertySymbols defineProperty',
    throwsOnly,
  ),
  ...stubMethods(
    'String.prototype',
    'split replace replaceAll slice startsWith endsWith includes indexOf padStart trim match',
    throwsOnly,
  ),
  ...stubMethods('RegExp.prototype', 'exec test', throwsOnly),
  ...stubMethods('Number', 'parseInt', throwsOnly),
  ...stubMethods('Number.prototype', 'toString', throwsOnly),
  ...stubMethods('Math', 'max min floor imul random', throwsOnly),
  ...stubMethods('Function.prototype', 'call apply bind toString', throwsOnly),
  ...stubMethods('Promise.prototype', 'then finally', throwsOnly),
  ...stubMethods('Promise', 'all resolve', throwsOnly),
  ...stubMethods('Reflect', 'apply construct ownKeys', throwsOnly),
  { name: 'proxy-deleted', code: `delete globalThis.Proxy` },
  ...stubMethods('Symbol', 'for', throwsOnly),
  ...stubMethods('Atomics', 'wait notify add', throwsOnly),
  ...stubMethods('Atomics', 'wait', { idles: `() => 'ok'` }),
  { name: 'shared-array-buffer-deleted', code: `delete globalThis.SharedArrayBuffer` },
  { name: 'typed-arrays-deleted', code: `delete globalThis.Float64Array; delete globalThis.Int32Array` },
  ...stubMethods('Buffer', 'from alloc', throwsOnly),
  { name: 'buffer-deleted', code: `delete globalThis.Buffer` },

  ...stubMethods('process', 'emit reallyExit on once off removeListener listenerCount kill nextTick hrtime cwd', both),
  ...stubMethods('process', 'exit', idlesOnly),
  ...stubMethods('process', 'umask getuid memoryUsage getBuiltinModule', throwsOnly),
  ...stubMethods('process.hrtime', 'bigint', throwsOnly),
  ...stubMethods('process.stdout', 'write', both),
  ...stubMethods('process.stderr', 'write', both),
  { name: 'process-env-replaced', code: `process.env = {}` },
  { name: 'process-pid-replaced', code: replace('process', `'pid'`, `'one'`) },
  { name: 'process-argv-emptied', code: `process.argv.length = 0; process.execArgv = []` },
  {
    name: 'process-versions-replaced',
    code: `${replace('process', `'versions'`, '{}')}; ${replace('process', `'platform'`, `'win32'`)}`,
  },
  { name: 'process-deleted', code: `delete globalThis.process` },
  { name: 'process-replaced', code: `globalThis.process = {}` },
  { name: 'process-listeners-removed', code: `process.removeAllListeners()` },
  ...stubMethods('events.prototype', 'emit on once listenerCount', throwsOnly),

  { name: 'date-replaced', code: `globalThis.Date = class { constructor() { throw new Error('replaced') } }` },
  { name: 'date-now-frozen', code: `Date.now = () => 0` },
  { name: 'performance-now-frozen', code: replace('performance', `'now'`, '() => 0') },
  { name: 'performance-deleted', code: `delete globalThis.performance` },
  ...stubMethods('globalThis', 'setTimeout setImmediate queueMicrotask structuredClone', throwsOnly),
  ...stubMethods('globalThis', 'setTimeout', { idles: '() => 0' }),
  { name: 'console-throws', code: everyFunction('console', throwing) },
  { name: 'console-deleted', code: `delete globalThis.console` },
  { name: 'prepare-stack-trace-throws', code: `Error.prepareStackTrace = ${throwing}` },
  { name: 'prepare-stack-trace-number', code: `Error.prepareStackTrace = () => 1` },
  ...stubMethods('Error', 'captureStackTrace', both),
  { name: 'stack-trace-limit-zero', code: `Error.stackTraceLimit = 0` },
  { name: 'error-replaced', code: `globalThis.Error = class { constructor() { return 1 } }` },
  {
    name: 'object-polluted-for-options',
    code: pollute('Object.prototype', 'encoding flag mode recursive force throwIfNoEntry bigint signal flush'),
  },
  {
    name: 'object-polluted-for-records',
    code: pollute('Object.prototype', 'path hash plan counts pairs sites callers project worker warnings testFile'),
  },
  {
    name: 'object-polluted-for-descriptors',
    code: pollute('Object.prototype', 'get set enumerable'),
  },
  {
    name: 'prototypes-frozen',
    code: `for (const of of [Object, Array, Map, Set, String, Function, Promise]) Object.freeze(of.prototype)`,
  },
  { name: 'global-frozen', code: `Object.freeze(globalThis)` },

  ...stubMethods('path', 'join dirname resolve relative', throwsOnly),
  ...stubMethods('os', 'tmpdir', throwsOnly),
  ...stubMethods('crypto', 'randomUUID createHash randomBytes', throwsOnly),
  ...stubMethods('zlib', 'gzipSync', throwsOnly),
  {
    name: 'worker-replaced',
    code: replace('workerThreads', `'Worker'`, `class { constructor() { throw new Error('replaced') } }`),
  },
  ...stubMethods('workerThreads.Worker.prototype', 'postMessage terminate', both),
  ...stubMethods('workerThreads.MessagePort.prototype', 'postMessage', throwsOnly),
  { name: 'child-process-all-throw', code: everyFunction('childProcess', throwing) },
  ...stubMethods('childProcess.ChildProcess.prototype', 'spawn', throwsOnly),
  ...stubMethods('Module', 'createRequire syncBuiltinESMExports', throwsOnly),
  {
    name: 'module-load-replaced',
    code: `const load = Module._load; Module._load = function (...args) { return load.apply(this, args) }`,
  },
  {
    name: 'module-compile-replaced',
    code: `const compile = Module.prototype._compile; Module.prototype._compile = function (...args) { return compile.apply(this, args) }`,
  },
  {
    name: 'module-extensions-replaced',
    code: `const js = Module._extensions['.js']; Module._extensions['.js'] = (module, name) => js(module, name)`,
  },
]

/** What is not of the test's own realm, and some that is: each costs Jest a process. */
export const stubsForJest: readonly Stub[] = stubs.filter(({ name }) => reachesJest.test(name))

/** The others keep the bare runner, which lives in the realm of the tests, from ending or from saying anything. */
export const stubsForVitest: readonly Stub[] = stubs.filter(({ name }) => usableInVitest.test(name))
