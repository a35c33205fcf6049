import { expect, test } from 'vitest'
import { TestContexts } from '../../src/test-run/test-contexts.ts'

function recorded(): { contexts: TestContexts<string>; entered: string[] } {
  const entered: string[] = []
  return { contexts: new TestContexts<string>((context) => entered.push(context)), entered }
}

test('a test has a context of its own, with the hooks around it in another one', () => {
  const { contexts, entered } = recorded()
  contexts.enterImport()
  contexts.enterHooks()
  contexts.startTest('1', ['cart', 'adds "one"'])
  contexts.endTest('1')
  expect(entered).toEqual(['import', 'hooks', String.raw`test "cart > adds \"one\""`, 'hooks'])
})

test('tests that run at the same time share a context until all of them have ended', () => {
  const { contexts, entered } = recorded()
  contexts.startTest('1', ['adds'])
  contexts.startTest('2', ['removes'])
  contexts.endTest('1')
  contexts.startTest('3', ['clears'])
  contexts.endTest('2')
  contexts.endTest('3')
  contexts.startTest('4', ['pays'])
  expect(entered).toEqual(['test "adds"', 'concurrent tests', 'concurrent tests', 'hooks', 'test "pays"'])
})

test('two tests of one name are two tests', () => {
  const { contexts, entered } = recorded()
  for (const name of ['adds', 'adds']) contexts.startTest(name, [name])
  contexts.endTest('adds')
  contexts.endTest('adds')
  expect(entered).toEqual(['test "adds"', 'concurrent tests', 'hooks'])
})

test('a test may end twice, or without a start', () => {
  const { contexts, entered } = recorded()
  contexts.startTest('1', ['adds'])
  contexts.endTest('skipped')
  contexts.endTest('1')
  contexts.endTest('1')
  expect(entered).toEqual(['test "adds"', 'hooks', 'hooks'])
})

test('a test whose end was not announced can be forgotten', () => {
  const { contexts, entered } = recorded()
  contexts.startTest('1', ['adds'])
  contexts.forgetTests((one) => one === '1')
  contexts.startTest('2', ['removes'])
  expect(entered).toEqual(['test "adds"', 'test "removes"'])
})

test('while tests may run that nobody announces, no test has a context of its own', () => {
  const { contexts, entered } = recorded()
  contexts.expectSilentTests()
  contexts.enterHooks()
  contexts.startTest('1', ['adds'])
  contexts.endTest('1')
  expect(entered).toEqual(['concurrent tests', 'concurrent tests', 'concurrent tests'])
})
