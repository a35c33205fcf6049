/** A text that is longer than the limit runs as it is, and the message says what to do. */
import { expect, test } from 'vitest'
import { instrument } from '../../src/instrument/instrument.ts'
import { instrumentOutput } from '../../src/instrument/output.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { createTransform } from '../../src/test-run/transform.ts'

const code = 'export const a = () => 1'
const message = expect.stringMatching(
  /^Cannot count "a\.js": it has 24 characters.*"maxSize" is 23\..*--max-size/,
) as string
const warning = { slug: 'not-counted', uncounted: 'a.js', message }

test('a text of the limit is counted, a longer one is not', () => {
  expect(instrument(code, { path: 'a.js', maxSize: 24 }).warnings).toEqual([])
  expect(instrument(code, { path: 'a.js', maxSize: 23 })).toEqual({ code, map: null, sites: null, warnings: [warning] })
  expect(instrument(code, { path: 'a.js' }).code).not.toBe(code)
})

test('what a plugin has compiled has the same limit', () => {
  const map = { version: 3 as const, sources: ['a.js'], names: [], mappings: 'AAAA' }
  expect(instrumentOutput(code, { path: 'a.js', original: code, map, maxSize: 23 })).toMatchObject({
    code,
    warnings: [warning],
  })
})

test.each(['tstrace', 'istanbul'] as const)('a bundler gets a text that is too long as it is: %s', async (engine) => {
  const warnings: unknown[] = []
  const host = {
    select: () => ({ trace: true as const, path: 'a.js' }),
    warn: (all: Iterable<unknown>) => warnings.push(...all),
  }
  const { source } = await createTransform(resolveOptions({ engine, maxSize: 23 }), host)
  expect(source(code, '/root/a.js')).toBeNull()
  expect(warnings).toEqual([warning])
  const { source: larger } = await createTransform(resolveOptions({ engine, maxSize: 24 }), host)
  expect(larger(code, '/root/a.js')).not.toBeNull()
})

test.each([0, 1.5, Number.NaN, '9'])('%s is no limit', (maxSize) => {
  expect(() => resolveOptions({ maxSize: maxSize as number })).toThrow('a whole number above 0')
})
