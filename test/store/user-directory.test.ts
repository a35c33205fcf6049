import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { expect } from 'vitest'
import { OpenPart, createRunDirectory, removeRunDirectory } from '../../src/store/parts.ts'
import { userDirectory } from '../../src/store/user-directory.ts'
import { test } from './directory.ts'

const name = `tstrace-${process.getuid?.()}`

test("is the user's own, and nobody else's", ({ directory }) => {
  expect(userDirectory(directory)).toBe(join(directory, name))
  expect(statSync(join(directory, name)).mode & 0o777).toBe(0o700)
  chmodSync(join(directory, name), 0o777)
  expect(userDirectory(directory)).toBe(join(directory, name))
  expect(statSync(join(directory, name)).mode & 0o777).toBe(0o700)
})

test.for([
  ['a link', (path: string): void => symlinkSync(dirname(path), path)],
  ['a link to nothing', (path: string): void => symlinkSync(`${path}-gone`, path)],
  ['a file', (path: string): void => writeFileSync(path, '')],
] as const)('is another where its name is %s', async ([, put], { directory }) => {
  put(join(directory, name))
  const before = lstatSync(join(directory, name)).ino
  const own = userDirectory(directory)
  expect(basename(own)).toMatch(/^tstrace-own-/)
  expect(lstatSync(join(directory, name)).ino).toBe(before)
  const run = await createRunDirectory(own)
  await removeRunDirectory(run, 'run 1')
  expect(existsSync(own)).toBe(false)
})

test('is named where there is none', ({ directory }) => {
  expect(() => userDirectory(join(directory, 'gone'))).toThrow(
    expect.objectContaining({ code: 'file-unwritable', message: expect.stringContaining('ENOENT') }),
  )
})

test('a part is written to no link', ({ directory }) => {
  const part = new OpenPart(directory, { run: 'run 1', testFile: null })
  const [file] = readdirSync(directory) as [string]
  const secret = join(directory, 'secret')
  mkdirSync(join(directory, 'aside'))
  writeFileSync(secret, 'words')
  // As another user who may write here would do.
  const { renameSync, readFileSync } = process.getBuiltinModule('node:fs')
  renameSync(join(directory, file), join(directory, 'aside', file))
  symlinkSync(secret, join(directory, file))
  expect(() => part.end()).toThrow(expect.objectContaining({ code: 'file-unwritable' }))
  expect(readFileSync(secret, 'utf8')).toBe('words')
})
