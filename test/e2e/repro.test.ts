/** Faults of the past, each by the smallest program that shows it: see test/robustness/repro.mjs. */
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('../robustness/repro.mjs', import.meta.url))
// Those that need no other user and no mount.
const names = ['endsBetweenStoreAndParts', 'killedBetweenStoreAndParts', 'detachedChild', 'killedChildStatus']
const others = ['foreignAdditions', 'mergeParts']

test.each([...names, ...others])('%s', { timeout: 120_000 }, (name) => {
  const { status, stdout } = spawnSync(process.execPath, [script, '--built', name], { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining(`good ${name}`) })
})
