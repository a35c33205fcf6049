/**
 * One process in which one tool transforms a corpus several times:
 * `node transform.worker.mjs TOOL CORPUS DIRECTORY-OF-OURS`. Prints what that took as JSON.
 */
import { globSync } from 'tinyglobby'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../scripts/checkout.mjs'
import { installPeers } from './peers.mjs'

/** Packages that the project has anyway. */
const corpora = {
  big: [
    'lodash/lodash.js',
    'moment/moment.js',
    'd3/dist/d3.js',
    'vue/dist/vue.global.js',
    'react-dom/cjs/react-dom-client.development.js',
    'react-dom/cjs/react-dom-server.node.development.js',
    'three/build/three.core.js',
    'acorn/dist/acorn.js',
  ],
  small: globSync('three/src/**/*.js', { cwd: join(root, 'node_modules') })
    .sort()
    .filter((_, index) => index % 3 === 0)
    .slice(0, 250),
}

/** By name, what makes a transform: a function of text and path that returns the code; its map is made, too. */
const tools = {
  tstrace: () => ours('buffer', {}),
  'tstrace, no map': () => ours('buffer', { map: false }),
  'tstrace, trees as JSON': () => ours('json', {}),
  'tstrace, lines only': () => ours('buffer', { callers: false }),
  'tstrace, beside --coverage': () => ours('buffer', { coverage: 'plain' }),
  'tstrace, --trace': () => ours('buffer', { trace: true }),
  async 'oxc-coverage-instrument'() {
    const { instrument } = await installPeers().import('oxc-coverage-instrument')
    return (text, path) => withMap(instrument(text, path, { sourceMap: true }), 'sourceMap')
  },
  "Vitest's Istanbul": async () => istanbul(await installPeers().import('@vitest/istanbul-lib-instrument')),
  Istanbul: async () => istanbul(await import('istanbul-lib-instrument')),
}

const [name, corpus, built] = process.argv.slice(2)
const transform = await tools[name]()
const files = corpora[corpus].map((path) => [readFileSync(join(root, 'node_modules', path), 'utf8'), path])
const bytes = total(files.map(([text]) => Buffer.byteLength(text)))
const passes = []
let emitted = 0
// Long enough to be warm, and no longer than somebody waits for the slowest.
while (passes.length < 2 || (passes.length < 8 && total(passes.map(({ cpu }) => cpu)) < 4)) passes.push(pass())
console.log(JSON.stringify({ bytes, emitted, passes, rss: process.resourceUsage().maxRSS * 1024 }))

function pass() {
  const [cpu, start] = [process.cpuUsage(), performance.now()]
  emitted = 0
  // To ask for its length makes one string of it, as writing it would.
  for (const [text, path] of files) emitted += Buffer.byteLength(transform(text, path))
  const { user, system } = process.cpuUsage(cpu)
  return { cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1e3 }
}

function total(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0)
}

async function ours(way, options) {
  const { transforms } = await import(pathToFileURL(join(built, 'transform.entry.mjs')).href)
  const wanted = options.map === false ? 'code' : 'map'
  return (text, path) => withMap(transforms[way](text, { path, sites: false, ...options }), wanted)
}

function istanbul({ createInstrumenter }) {
  const instrumenter = createInstrumenter({ produceSourceMap: true, esModules: true, compact: false })
  return (text, path) => {
    const code = instrumenter.instrumentSync(text, path)
    return withMap({ code, map: instrumenter.lastSourceMap() }, 'map')
  }
}

/** The code, if the map is there too: nobody is timed for less than the others do. */
function withMap(result, map) {
  if (!result[map]) throw new Error(`"${name}" made no "${map}".`)
  return result.code
}
