import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readRegularFile } from '../../src/model/read-regular-file.ts'

const directory = mkdtempSync(join(tmpdir(), 'tstrace-read-'))
afterAll(() => rmSync(directory, { recursive: true }))

test('a file is read whole', () => {
  const text = 'tea € 💶\n'.repeat(100_000)
  writeFileSync(join(directory, 'a.ts'), text)
  expect(readRegularFile(join(directory, 'a.ts'))).toBe(text)
})

test('what is no file, or too large to be a source, is not read', () => {
  execFileSync('mkfifo', [join(directory, 'pipe')])
  writeFileSync(join(directory, 'large'), '')
  truncateSync(join(directory, 'large'), 2 ** 33)
  for (const path of [
    directory,
    join(directory, 'pipe'),
    join(directory, 'large'),
    join(directory, 'gone'),
    '/dev/zero',
  ])
    expect(readRegularFile(path)).toBe(null)
})

test.runIf(process.platform === 'linux')('files that the system makes up are never waited for', () => {
  for (const path of ['/proc/kmsg', '/proc/self/mem', '/proc/self/environ', '/proc/kcore'])
    expect(readRegularFile(path) ?? '').toBe('')
})
