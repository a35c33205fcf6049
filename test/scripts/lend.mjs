/** Lends this checkout, as it is built, to a project that somebody else has written and installed. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { root } from './checkout.mjs'

/**
 * A copy, so that it finds the project's Vitest or Jest; what it depends on is this checkout's. Returns what takes it back.
 */
export function lend(directory) {
  const lent = join(directory, 'node_modules/tstrace')
  if (existsSync(lent)) throw new Error(`"${lent}" is there already. Remove it first.`)
  for (const name of ['dist', 'package.json']) cpSync(join(root, name), join(lent, name), { recursive: true })
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    const link = join(lent, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), link, 'junction')
  }
  return () => rmSync(lent, { recursive: true, force: true })
}

/** Where a run's report is: where the digest in its output says so. Null: it says nothing. */
export function findReport(directory, output) {
  const [, shown] = /^ +Report {2}(.+)$/m.exec(output) ?? []
  return shown === undefined ? null : resolve(directory, shown)
}
