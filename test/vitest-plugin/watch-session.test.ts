import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import type { TestModule } from 'vitest/node'
import { writePart } from '../../src/store/parts.ts'
import { type RanTestFile, WatchSession, ranToTheEnd } from '../../vitest-plugin/main/watch-session.ts'
import { test } from '../store/directory.ts'
import { cart } from '../store/shop-records.ts'

function ran(name: string, more: Partial<RanTestFile> = {}): RanTestFile {
  return { testFile: `test/${name}.test.ts`, project: '', counts: true, absence: 'it failed', whole: true, ...more }
}

function write(directory: string, { testFile, project }: RanTestFile): string {
  return writePart(directory, { run: 'run 1', testFile, project }, [cart()])
}

function expected({ testFiles }: WatchSession): string[] {
  return testFiles.map(({ testFile, project }) => `${testFile} ${project}`.trim())
}

test('the test files of all runs are expected, with the parts of their last runs', async ({ directory }) => {
  const session = new WatchSession(directory, 'run 1')
  for (const names of [['cart', 'price'], ['cart']]) {
    session.startRun()
    const files = names.map((name) => ran(name))
    for (const one of files) write(directory, one)
    await session.settle(files)
  }
  expect(expected(session)).toEqual(['test/cart.test.ts', 'test/price.test.ts'])
  expect(readdirSync(directory)).toHaveLength(2)
})

test('a test file of two projects counts for each of them', async ({ directory }) => {
  const session = new WatchSession(directory, 'run 1')
  await session.settle([ran('cart', { project: 'node' }), ran('cart', { project: 'jsdom' })])
  expect(expected(session)).toEqual(['test/cart.test.ts node', 'test/cart.test.ts jsdom'])
})

test('an interrupted test file keeps the part of the run before', async ({ directory }) => {
  const session = new WatchSession(directory, 'run 1')
  write(directory, ran('cart'))
  await session.settle([ran('cart')])
  const before = readdirSync(directory)
  session.startRun()
  write(directory, ran('cart'))
  await session.settle([ran('cart', { whole: false })])
  expect(readdirSync(directory)).toEqual(before)
})

test('a type test is not expected, also one that was another test before', async ({ directory }) => {
  const session = new WatchSession(directory, 'run 1')
  await session.settle([ran('cart'), ran('types', { counts: false })])
  expect(expected(session)).toEqual(['test/cart.test.ts'])
  await session.settle([ran('cart', { counts: false })])
  expect(expected(session)).toEqual([])
})

test('a deleted test file takes its parts along, also if it is deleted while it runs', async ({ directory }) => {
  const session = new WatchSession(directory, 'run 1')
  const files = [ran('cart'), ran('price')]
  for (const one of files) write(directory, one)
  await session.settle(files)
  await session.remove('test/cart.test.ts')
  expect(expected(session)).toEqual(['test/price.test.ts'])

  session.startRun()
  for (const one of files) write(directory, one)
  await session.remove('test/price.test.ts')
  await session.settle(files)
  expect(expected(session)).toEqual(['test/cart.test.ts'])
  expect(readdirSync(directory)).toHaveLength(1)

  session.startRun()
  await session.settle([ran('price')])
  expect(expected(session)).toEqual(['test/cart.test.ts', 'test/price.test.ts'])
})

/** Tests of a file, as `mode state`. */
function module(state: string, ...tests: string[]): TestModule {
  const all = tests.map((one) => {
    const [mode, result] = one.split(' ')
    return { options: { mode }, result: () => ({ state: result }) }
  })
  return { state: () => state, children: { allTests: () => all } } as unknown as TestModule
}

test('a test file ran to its end if each of its tests has a result', () => {
  expect(ranToTheEnd(module('passed', 'run passed', 'run failed'))).toBe(true)
  expect(ranToTheEnd(module('passed', 'run passed', 'skip skipped', 'todo skipped'))).toBe(true)
  expect(ranToTheEnd(module('passed', 'run passed', 'run skipped'))).toBe(false)
  expect(ranToTheEnd(module('passed', 'run pending'))).toBe(false)
  expect(ranToTheEnd(module('queued'))).toBe(false)
  expect(ranToTheEnd(module('pending'))).toBe(false)
})
