/** The texts on which both instrumenters are compared: packages people use, and TypeScript. */
import { globSync } from 'tinyglobby'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { timeLimit } from '../time-limit.ts'

export interface CorpusFile {
  /** From the root of the project. */
  path: string
  text: string
  module: boolean
}

const root = resolve(import.meta.dirname, '../..')

/** What each part of the corpus holds, and whether it is written in modules. */
const parts: Record<string, { files: string[]; module: boolean }> = {
  lodash: { files: ['node_modules/lodash/lodash.js'], module: false },
  acorn: { files: ['node_modules/acorn/dist/acorn.js'], module: false },
  'acorn modules': { files: ['node_modules/acorn/dist/acorn.mjs'], module: true },
  moment: { files: ['node_modules/moment/moment.js'], module: false },
  d3: {
    files: [
      'node_modules/d3-*/dist/*.mjs',
      '!**/*.min.mjs',
      'node_modules/internmap/src/index.js',
      'node_modules/delaunator/index.js',
      'node_modules/robust-predicates/{index,esm/*}.js',
    ],
    module: true,
  },
  vue: {
    files: [
      'node_modules/@vue/{shared,reactivity,runtime-core,runtime-dom,compiler-core,compiler-dom,compiler-ssr,server-renderer}/dist/*.cjs.js',
      'node_modules/vue/dist/vue.cjs.js',
    ],
    module: false,
  },
  'vue modules': { files: ['node_modules/vue/dist/vue.runtime.esm-browser.js'], module: true },
  react: { files: ['node_modules/react/cjs/react.development.js'], module: false },
  'react-dom': {
    files: [
      'node_modules/react-dom/cjs/react-dom.development.js',
      'node_modules/react-dom/cjs/react-dom-client.development.js',
      'node_modules/react-dom/cjs/react-dom-server-legacy.node.development.js',
    ],
    module: false,
  },
  three: { files: ['node_modules/three/build/three.core.js'], module: true },
  'the example shop': { files: ['test/examples/vitest/{src,test}/**/*.ts'], module: true },
  'this project': {
    files: [
      '{src,vitest-plugin,jest-preset,test}/**/*.ts',
      '!test/{examples,fixtures}/**',
      '!test/conformance/snippets/**',
    ],
    module: true,
  },
}

export const corpusNames: string[] = Object.keys(parts)

export function corpus(name: string): CorpusFile[] {
  const { files, module } = parts[name] as (typeof parts)[string]
  const paths = globSync(files, { cwd: root, ignore: ['**/*.d.ts'], expandDirectories: false }).sort()
  if (paths.length === 0) throw new Error(`No file of the corpus "${name}" was found.`)
  return paths.map((path) => ({ path, text: withoutOwnHints(readFileSync(join(root, path), 'utf8')), module }))
}

/** Milliseconds for a test of the largest part. */
export function corpusTimeLimit(): number {
  const sizes = corpusNames.map((name) => corpus(name).reduce((sum, { text }) => sum + text.length, 0))
  return timeLimit(Math.max(...sizes))
}

/** Istanbul knows its own hints only. */
function withoutOwnHints(text: string): string {
  return text.replaceAll(/(?<=[vc]8 )ignore|(?<=tstrace: )no/g, (word) => word.toUpperCase())
}
