/** By name: what is done to a program's text, and in what environment it runs. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../../scripts/checkout.mjs'

/** The variants that are ours, by what they count. */
export const ours = { lines: 'tstrace, lines', callers: 'tstrace, lines and callers' }

export const istanbul = 'Istanbul'

const path = 'kernel.cjs'

/** All of them, the bare text first: what the others are compared to. */
export async function makeVariants(peers) {
  const { default: babel } = await peers.import('istanbul-lib-instrument')
  const vitest = await peers.import('@vitest/istanbul-lib-instrument')
  const { instrument: oxc } = await peers.import('oxc-coverage-instrument')
  return {
    ...(await besideIstanbul(babel)),
    "Vitest's": { transform: (text) => vitest.createInstrumenter().instrumentSync(text, path) },
    oxc: { transform: (text) => oxc(text, path).code },
    V8: { transform: (text) => text, v8Coverage: true },
  }
}

/** What can be run with the packages of this checkout. */
export async function quickVariants() {
  const { default: babel } = await import('istanbul-lib-instrument')
  return besideIstanbul(babel)
}

async function besideIstanbul(babel) {
  const { instrument } = await import(pathToFileURL(join(root, 'dist/instrument/index.js')).href)
  const traced = (text, callers) => instrument(text, { path, callers, map: false, sites: false }).code
  return {
    bare: { transform: (text) => text },
    [ours.lines]: { transform: (text) => traced(text, false) },
    [ours.callers]: { transform: (text) => traced(text, true) },
    [istanbul]: { transform: (text) => babel.createInstrumenter().instrumentSync(text, path) },
  }
}
