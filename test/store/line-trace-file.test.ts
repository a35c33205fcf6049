import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { LineTraceFile } from '../../src/store/line-trace-file.ts'
import { test } from './directory.ts'

test('a trace is written into its directory, which may be a link, and replaces what is there', ({ directory }) => {
  mkdirSync(join(directory, 'real'))
  symlinkSync(join(directory, 'real'), join(directory, 'report'), 'junction')
  for (const text of ['longer\n', 'one\n']) new LineTraceFile(`${directory}/report/`, 'trace/src/a.trace').write(text)
  expect(readFileSync(join(directory, 'real/trace/src/a.trace'), 'utf8')).toBe('one\n')
})

test.for(['trace', 'trace/src'])(
  '%s that is a link is not followed, and nothing behind it removed',
  (name, { directory }) => {
    const elsewhere = join(directory, 'elsewhere')
    mkdirSync(join(elsewhere, 'src'), { recursive: true })
    const victims = ['a.trace', 'src/a.trace'].map((one) => join(elsewhere, one))
    for (const victim of victims) writeFileSync(victim, 'mine')
    mkdirSync(join(directory, 'report', name, '..'), { recursive: true })
    symlinkSync(elsewhere, join(directory, 'report', name), 'junction')
    new LineTraceFile(join(directory, 'report'), 'trace/src/a.trace').write('one\n')
    for (const victim of victims) expect(readFileSync(victim, 'utf8')).toBe('mine')
  },
)

test('a file that became a link is replaced before the first line, and not followed after that', ({ directory }) => {
  const victim = join(directory, 'victim')
  writeFileSync(victim, 'mine')
  const place = join(directory, 'report/trace/a.trace')
  mkdirSync(join(place, '..'), { recursive: true })
  symlinkSync(victim, place)
  const trace = new LineTraceFile(join(directory, 'report'), 'trace/a.trace')
  expect(existsSync(place)).toBe(false)
  symlinkSync(victim, place)
  trace.write('one\n')
  expect(readFileSync(victim, 'utf8')).toBe('mine')
})
