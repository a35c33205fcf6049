/** How jest-circus is followed, by its events or by its messages. */
import type { JestEnvironment } from '@jest/environment'
import { expect, test } from 'vitest'
import { type Send, followTests } from '../../jest-preset/worker/jest-internals.ts'
import { TestContexts } from '../../src/test-run/test-contexts.ts'

interface Followed {
  entered: string[]
  environment: JestEnvironment
  send: Send | undefined
}

function follow(environment: object, send?: Send): Followed {
  const entered: string[] = []
  const host = {
    environment: environment as JestEnvironment,
    send,
  }
  const contexts = new TestContexts<string>((context) => entered.push(context))
  return { ...host, entered, send: followTests(host, contexts, '/not/a/runner.js') }
}

const cart = { name: 'cart', parent: { name: 'ROOT_DESCRIBE_BLOCK' }, type: 'describeBlock' }
const adds = { name: 'adds', parent: cart, type: 'test' }

test('an environment with an event handler is followed by events, and gets them all', () => {
  const handled: string[] = []
  const { environment, entered } = follow({
    global: {},
    handleTestEvent: ({ name }: { name: string }) => void handled.push(name),
  })
  const handle = environment.handleTestEvent as unknown as (event: object, state: object) => void
  const events = ['setup', 'run_start', 'test_start', 'test_fn_start', 'test_done', 'run_finish']
  for (const name of events) handle({ name, test: adds }, { rootDescribeBlock: { children: [cart] } })
  expect(entered).toEqual(['import', 'hooks', 'test "cart > adds"', 'hooks'])
  expect(handled).toEqual(events)
})

test('an environment without an event handler still has none, and is followed by messages', () => {
  const sent: string[] = []
  const state = { hasStarted: false, rootDescribeBlock: { children: [] } }
  const global = { [Symbol('JEST_STATE_SYMBOL')]: state }
  const { environment, entered, send } = follow({ global }, (name) => sent.push(name))
  expect(environment.handleTestEvent).toBe(undefined)
  expect(state.hasStarted).toBe(false)
  expect(entered).toEqual(['import'])
  state.hasStarted = true
  expect(entered).toEqual(['import', 'hooks'])
  expect(Object.getOwnPropertyDescriptor(state, 'hasStarted')).toMatchObject({ value: true, writable: true })
  const message = { ancestorTitles: ['cart'], title: 'adds' }
  send?.('test-case-start', ['/shop/cart.test.js', message])
  send?.('test-case-result', ['/shop/cart.test.js', message])
  expect(entered).toEqual(['import', 'hooks', 'test "cart > adds"', 'hooks'])
  expect(sent).toEqual(['test-case-start', 'test-case-result'])
})

test('without the state of jest-circus, the tests are known all the same', () => {
  const { environment, entered, send } = follow({ global: {} }, () => {})
  expect(environment.handleTestEvent).toBe(undefined)
  send?.('test-case-start', ['/shop/cart.test.js', { ancestorTitles: [], title: 'adds' }])
  expect(entered).toEqual(['import', 'test "adds"'])
})

test('a handler that the environment sets later is its own', () => {
  const { environment, entered } = follow({ global: {} }, () => {})
  const handler = (): void => void entered.push('handled')
  environment.handleTestEvent = handler
  expect(environment.handleTestEvent).toBe(handler)
  expect(entered).toEqual([])
})
