import { expect, test } from 'vitest'
import { createMapPath } from '../../src/cli/map-paths.ts'

test.each([
  ['/ci/work=.', '/ci/work/src/cart.ts', './src/cart.ts'],
  ['/ci/work/=/home/me/shop/', '/ci/work/src/cart.ts', '/home/me/shop/src/cart.ts'],
  ['/ci/work=.', '/ci/workshop/src/cart.ts', '/ci/workshop/src/cart.ts'],
  ['C:\\ci\\work=.', 'c:\\CI\\work\\src\\cart.ts', './src/cart.ts'],
  ['D:/ci=lib', 'D:/ci/a.ts', 'lib/a.ts'],
  ['.=packages/shop', 'src/cart.ts', 'packages/shop/src/cart.ts'],
  ['.=packages/shop', '/ci/src/cart.ts', '/ci/src/cart.ts'],
  ['packages/shop=.', 'packages/shop/src/cart.ts', './src/cart.ts'],
  ['/ci/cart.ts=src/cart.ts', '/ci/cart.ts', 'src/cart.ts'],
])('%s maps %s to %s', (mapping, from, to) => {
  expect(createMapPath([mapping])(from)).toBe(to)
})

test('the first mapping that fits is taken', () => {
  expect(createMapPath(['/a/b=x', '/a=y'])('/a/b/c.ts')).toBe('x/c.ts')
  expect(createMapPath(['/a=y', '/a/b=x'])('/a/b/c.ts')).toBe('y/b/c.ts')
})

test('a path of this system keeps its backslashes, and all that no mapping is for', () => {
  expect(createMapPath(['/a=x'])('/b\\c.ts')).toBe('/b\\c.ts')
  expect(createMapPath([])('C:\\a.ts')).toBe('C:\\a.ts')
})

test.each(['', 'a', '=b', 'a=', 'a=b=c'])('refuses "%s"', (mapping) => {
  expect(() => createMapPath([mapping])).toThrow(/FROM=TO.*\(usage\)$/)
})
