/** All that the test runner uses of Jest and jest-circus without a documented interface: Jest 29.7 and 30. */
import { createRequire } from 'node:module'
import type { JestEnvironment } from '@jest/environment'
import type { Circus } from '@jest/types'
import type { TestContexts } from '../../src/test-run/test-contexts.ts'

/** The arguments of jest-circus that are used here. */
export interface CircusHost {
  environment: JestEnvironment
  runtime: CircusRuntime
  testPath: string
  /** Gets a message for each test that starts and ends. */
  send: Send | undefined
}

export type Send = (name: string, details: unknown[]) => unknown

export interface CircusRuntime {
  requireModule: (path: string, name?: string, ...rest: unknown[]) => unknown
  unstable_importModule: (path: string, name?: string, ...rest: unknown[]) => Promise<unknown>
}

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
  const enterHooks = (root: Circus.DescribeBlock | undefined): void => {
    if (isOld && root && hasConcurrentTests(root)) contexts.expectSilentTests()
    contexts.enterHooks()
  }
  if (environment.handleTestEvent || !send) {
    followEvents(environment, contexts, enterHooks)
    return send
  }
  whenAskedForHandler(environment, () => contexts.enterImport())
  whenImported(host, () => enterHooks(rootOf(environment.global)))
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

/** jest-circus loads the test file with a path only; modules that load it give a name, too. */
function whenImported({ runtime, testPath }: CircusHost, listener: () => void): void {
  const { requireModule, unstable_importModule: importModule } = runtime
  const isTestFile = (path: string, name: string | undefined): boolean => path === testPath && name === undefined
  runtime.requireModule = function (path, name, ...rest) {
    const loaded = requireModule.call(this, path, name, ...rest)
    if (isTestFile(path, name)) listener()
    return loaded
  }
  runtime.unstable_importModule = function (path, name, ...rest) {
    const loaded = importModule.call(this, path, name, ...rest)
    if (isTestFile(path, name)) loaded.then(listener, () => {})
    return loaded
  }
}

/** The state of jest-circus, which only event handlers get. */
function rootOf(realm: object): Circus.DescribeBlock | undefined {
  const key = Object.getOwnPropertySymbols(realm).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  return key && (realm as Record<symbol, Circus.State>)[key]?.rootDescribeBlock
}

/** Keeps Jest 30 from clearing an object of the realm when the environment ends: late callbacks still use it. */
export function protectFromDeletion(object: object): void {
  Object.defineProperty(object, Symbol.for('$$jest-protect-from-deletion'), { value: [] })
}
