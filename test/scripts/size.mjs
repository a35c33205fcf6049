/** What users load stays small: fails when a build, gzipped, is missing or larger than its limit. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './checkout.mjs'

/** Bytes. The setup file is loaded once for every test file, in pages too. */
const limits = {
  'vitest-plugin/setup.mts': 7_000,
  '.': 160_000,
}

const dist = join(root, 'dist')
const built = existsSync(dist)
  ? readdirSync(dist, { recursive: true }).filter((file) => /\.c?js$|setup[\w-]*\.mts$/.test(file))
  : []

for (const [path, limit] of Object.entries(limits)) {
  const files = built.filter((file) => path === '.' || file === path)
  const size = files.reduce((sum, file) => sum + gzippedSize(file), 0)
  const verdict = files.length === 0 ? 'missing' : size > limit ? 'too big' : 'ok'
  console.log(`${verdict}: ${join('dist', path)}, ${size} of ${limit} bytes`)
  if (verdict !== 'ok') process.exitCode = 1
}

function gzippedSize(file) {
  return gzipSync(readFileSync(join(dist, file))).length
}
