import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { pathFrom } from '../../src/model/paths.ts'

const cwd = resolve('/work/shop')

test('a path below is said from there', () => {
  expect(pathFrom(cwd, join(cwd, 'cart', 'report'))).toBe(join('cart', 'report'))
  expect(pathFrom(cwd, cwd)).toBe('.')
})

test.each(['/work/shopping/report', '/work', '/tmp/report'])('%s is said whole', (path) => {
  expect(pathFrom(cwd, resolve(path))).toBe(resolve(path))
})
