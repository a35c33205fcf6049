/** All that the test runner uses of Jest and jest-circus without a documented interface: Jest 29.7 and 30. */
import { createRequire } from 'node:module'
import type { JestEnvironment } from '@jest/environment'
import type { Circus } from '@jest/types'
import type { TestContexts } from '../../src/test-run/test-contexts.ts'

/** The arguments of jest-circus that are used here. */
export interface CircusHost {
  environment: JestEnvironment
  /** Gets a message for each test that starts and ends. */
  send: Send | undefined
}

export type Send = (name: string, details: unknown[]) => unknown

/** Tests are known by their full names only: the messages of jest-circus have no other identity. */
export type CircusContexts = TestContexts<string>

/**
 * Follows jest-circus from context to context. Returns the `send` to give to it.
 *
 * An environment with an event handler is called through ours. To another one no handler is added: jest-circus would await
 * it at each event, and what a test leaves behind would run further before the next hooks.
 */
export function followTests(host: CircusHost, contexts: CircusContexts, testRunner: string): Send | undefined {
  const { environment, send } = host
  const isOld = isOldCircus(testRunner)
  const enterHooks = (root: Circus.DescribeBlock): void => {
    if (isOld && hasConcurrentTests(root)) contexts.expectSilentTests()
    contexts.enterHooks()
  }
  if (environment.handleTestEvent || !send) {
    followEvents(environment, contexts, enterHooks)
    return send
  }
  whenAskedForHandler(environment, () => {
    contexts.enterImport()
    whenStarted(environment.global, enterHooks)
  })
  return (name, details) => {
    followMessage(name, details[1] as TestMessage, contexts)
    return send(name, details)
  }
}

/** Before Jest 30: it starts concurrent tests silently, before it announces the first test. */
function isOldCircus(testRunner: string): boolean {
  try {
    const { version } = createRequire(testRunner)('jest-circus/package.json') as { version: string }
    return Number.parseInt(version) < 30
  } catch {
    return false
  }
}

function hasConcurrentTests({ children }: Circus.DescribeBlock): boolean {
  return children.some((child) => (child.type === 'test' ? child.concurrent : hasConcurrentTests(child)))
}

function followEvents(
  environment: JestEnvironment,
  contexts: CircusContexts,
  enterHooks: (root: Circus.DescribeBlock) => void,
): void {
  const handle = environment.handleTestEvent
  function follow(event: Circus.Event, state: Circus.State): void {
    switch (event.name) {
      case 'setup':
        return contexts.enterImport()
      case 'run_start':
        return enterHooks(state.rootDescribeBlock)
      case 'test_start':
        return startTest(contexts, namesOf(event.test))
      case 'test_skip':
      case 'test_todo':
      case 'test_done':
        return endTest(contexts, namesOf(event.test))
    }
  }
  // Not async: some events are synchronous.
  environment.handleTestEvent = (event: Circus.Event, state: Circus.State) => {
    follow(event, state)
    return (handle as Circus.EventHandler | undefined)?.call(environment, event as never, state)
  }
}

function namesOf(test: Circus.TestEntry): string[] {
  const names: string[] = [test.name]
  for (let block: Circus.DescribeBlock | undefined = test.parent; block?.parent; block = block.parent)
    names.unshift(block.name)
  return names
}

interface TestMessage {
  ancestorTitles: string[]
  title: string
}

function followMessage(name: string, { ancestorTitles, title }: TestMessage, contexts: CircusContexts): void {
  if (name === 'test-case-start') startTest(contexts, [...ancestorTitles, title])
  if (name === 'test-case-result') endTest(contexts, [...ancestorTitles, title])
}

function startTest(contexts: CircusContexts, names: string[]): void {
  contexts.startTest(names.join(' > '), names)
}

function endTest(contexts: CircusContexts, names: string[]): void {
  contexts.endTest(names.join(' > '))
}

/** jest-circus reads the property before it imports the test file; other test runners do not. */
function whenAskedForHandler(environment: JestEnvironment, listener: () => void): void {
  const define = (as: PropertyDescriptor): unknown =>
    Object.defineProperty(environment, 'handleTestEvent', { configurable: true, enumerable: true, ...as })
  define({
    get: () => void listener(),
    set: (value: unknown) => void define({ value, writable: true }),
  })
}

/**
 * jest-circus notes in its state that the tests start, when it has imported the test file. (A function of ours around the
 * import would stand in the stack of each error made there.)
 */
function whenStarted(realm: object, listener: (root: Circus.DescribeBlock) => void): void {
  const state = stateOf(realm)
  if (!state) return
  const define = (as: PropertyDescriptor): unknown =>
    Object.defineProperty(state, 'hasStarted', { configurable: true, enumerable: true, ...as })
  const { hasStarted } = state
  define({
    get: () => hasStarted,
    set: (value: boolean) => {
      define({ value, writable: true })
      listener(state.rootDescribeBlock)
    },
  })
}

/** The state of jest-circus, which only event handlers get. */
function stateOf(realm: object): Circus.State | undefined {
  const key = Object.getOwnPropertySymbols(realm).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  return key && (realm as Record<symbol, Circus.State>)[key]
}

/** Keeps Jest 30 from clearing an object of the realm when the environment ends: late callbacks still use it. */
export function protectFromDeletion(object: object): void {
  Object.defineProperty(object, Symbol.for('$$jest-protect-from-deletion'), { value: [] })
}
