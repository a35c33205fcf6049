import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import picomatch from 'picomatch'
import { expect, test, vi } from 'vitest'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { createSelector } from '../../src/selection/select.ts'
import type { TstraceOptions } from '../../src/options/options.ts'

const root = '/home/shop'
const prefix = dirname(dirname(process.execPath))

/** The paths, absolute or from the root, that are traced. */
function traced(options: TstraceOptions, paths: string[], forcedPaths: string[] = []): string[] {
  const select = createSelector(root, resolveOptions(options), forcedPaths)
  return paths.filter((path) => select(path.startsWith('/') ? path : join(root, path)).trace)
}

test('packages, tests and configuration are left out, also outside of the root', () => {
  const paths = ['a.ts', 'a.test.ts', 'vite.config.ts', 'node_modules/x/i.js', '../node_modules/x/i.js', '/lib/b.mjs']
  expect(traced({}, paths)).toEqual(['a.ts', '/lib/b.mjs'])
})

test('what is left out by default is what these globs mean', () => {
  const isLeftOut = picomatch(
    [
      '**/node_modules/**',
      '**/*.d.{ts,cts,mts}',
      '**/*.{test,spec}{,-d}.{js,cjs,mjs,ts,cts,mts,jsx,tsx}',
      '**/{vitest,jest,next}.{config,workspace,projects}.*',
    ],
    { dot: true },
  )
  const names = [
    'a',
    'a.d',
    'a.test',
    'a.test-d',
    'a.spec',
    'atest',
    'test',
    'vitest.config',
    'my.next.config',
    'jest.config.x',
  ]
  const files = names.flatMap((name) =>
    ['js', 'cjs', 'mts', 'tsx', 'jsx', 'cts'].map((extension) => `${name}.${extension}`),
  )
  const paths = [
    '',
    'src/',
    'node_modules/x/',
    'src/node_modules/x/',
    'node_modules.old/',
    '.hidden/',
    'a.test.ts/',
  ].flatMap((directory) => files.map((file) => directory + file))
  expect(traced({}, paths)).toEqual(paths.filter((path) => !isLeftOut(path)))
})

test('a program is traced whatever it is called, and its package without those within it', () => {
  expect(traced({}, ['a.test.ts', 'b.test.ts'], ['/home/shop/a.test.ts'])).toEqual(['a.test.ts'])
  const paths = ['node_modules/x/i.js', 'node_modules/x/node_modules/y/i.js', 'node_modules/xx/i.js']
  expect(traced({}, paths, ['/home/shop/node_modules/x'])).toEqual(['node_modules/x/i.js'])
})

test('include brings in packages, and keeps the rest', () => {
  const paths = ['src/a.ts', 'lib/a.ts', 'node_modules/x/i.js', 'node_modules/y/i.js']
  expect(traced({ include: 'node_modules/x' }, paths)).toEqual(['src/a.ts', 'lib/a.ts', 'node_modules/x/i.js'])
  expect(traced({ include: ['src', 'node_modules/x/**'] }, paths)).toEqual(['src/a.ts', 'node_modules/x/i.js'])
})

test('modules are ignored with those below them, with dots as in Python, and packages by their names', () => {
  const paths = ['pkg/a.ts', 'pkg/sub/b.ts', 'lib/pkg.ts', 'pkgs.ts', 'node_modules/@me/x/i.js', 'node_modules/y/i.js']
  const include = 'node_modules/**'
  const left = (ignoreModule: string): string[] => traced({ include, ignoreModule }, paths)
  expect(left('pkg')).toEqual(['pkgs.ts', 'node_modules/@me/x/i.js', 'node_modules/y/i.js'])
  expect(left('pkg.sub,@me/x')).toEqual(['pkg/a.ts', 'lib/pkg.ts', 'pkgs.ts', 'node_modules/y/i.js'])
  expect(left('pkg.sub.b,y,')).toEqual(paths.slice(0, 5).filter((path) => !path.includes('sub')))
})

test('directories are ignored by their names, variables, and where Node is', () => {
  vi.stubEnv('SHOP_LIB', 'lib')
  const paths = ['src/a.ts', 'lib/a.ts', 'libs/a.ts', join(prefix, 'x.js'), join(homedir(), 'y.js')]
  expect(traced({ ignoreDir: '$SHOP_LIB:$prefix:~' }, paths)).toEqual(['src/a.ts', 'libs/a.ts'])
  expect(traced({ ignoreDir: ['${SHOP_LIB}', '$nothing'] }, paths)).toEqual(paths.filter((path) => path !== 'lib/a.ts'))
  vi.unstubAllEnvs()
})

test('an absolute glob is like the same one from the root', () => {
  const paths = ['src/a.ts', 'lib/b.ts', '/home/other/c.ts']
  expect(traced({ include: join(root, 'src/**') }, paths)).toEqual(['src/a.ts'])
  expect(traced({ include: [join(root, 'src')] }, paths)).toEqual(['src/a.ts'])
  expect(traced({ include: '/home/other/*.ts' }, paths)).toEqual(['/home/other/c.ts'])
  expect(traced({ include: root }, paths)).toEqual(['src/a.ts', 'lib/b.ts'])
  expect(traced({ exclude: join(root, '{src,other}/**') }, paths)).toEqual(['lib/b.ts', '/home/other/c.ts'])
  expect(traced({ include: join(root, 'node_modules/x/**') }, ['node_modules/x/i.js'])).toHaveLength(1)
})
