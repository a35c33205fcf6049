/** Packages from the registry that tests run with: installed once, and kept for the next time. */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { acquireLock } from '../../src/store/lock.ts'
import { runProgram } from './project.ts'

/** Out of reach of what this checkout has. */
const cache = join(tmpdir(), 'tstrace-packages')

/** The folder whose `node_modules` has these packages: `['vitest@5.1.1']`. */
export function installOnce(packages: readonly string[]): Promise<string> {
  const directory = join(cache, createHash('sha256').update(packages.join()).digest('hex').slice(0, 12))
  return makeOnce(directory, async (unfinished) => {
    await writeFile(join(unfinished, 'package.json'), '{ "private": true, "type": "module" }')
    const options = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']
    const { status, stderr } = await runProgram('npm', ['install', ...options, ...packages], unfinished)
    expect(status, stderr).toBe(0)
  })
}

/** Makes the directory, unless it is there. Under another name until it is whole, and by one process at a time: others wait for it. */
export async function makeOnce(directory: string, make: (unfinished: string) => Promise<void>): Promise<string> {
  if (existsSync(directory)) return directory
  await mkdir(join(directory, '..'), { recursive: true })
  const { release } = await acquireLock(directory, 300_000)
  try {
    if (existsSync(directory)) return directory
    const unfinished = `${directory}.${randomUUID()}`
    await mkdir(unfinished)
    await make(unfinished)
    await rename(unfinished, directory)
    return directory
  } finally {
    await release()
  }
}
