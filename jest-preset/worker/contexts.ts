/** Follows jest-circus from test to test, so that what a test calls is known to be called by it. */
import type { JestEnvironment } from '@jest/environment'
import type { Circus } from '@jest/types'

/** What jest-circus is given to run a test file with, as far as it tells something. */
export interface CircusHost {
  environment: JestEnvironment
  runtime: CircusRuntime
  testPath: string
  /** Each test that starts and ends is reported to it. */
  send: Send | undefined
}

export type Send = (name: string, details: unknown[]) => unknown

export interface CircusRuntime {
  requireModule: (path: string, name?: string, ...rest: unknown[]) => unknown
  unstable_importModule: (path: string, name?: string, ...rest: unknown[]) => Promise<unknown>
}

export interface ContextOptions {
  /** Jest 29 starts concurrent tests without a word, before it says of any test that it starts. */
  silentConcurrency: boolean
}

/**
 * Calls `enter` with the name of each context, now and later; see README, Reading the counts. Returns what to give
 * jest-circus as `send`.
 *
 * An environment that handles events is called through us. One that does not gets no handler: jest-circus would await it,
 * at each event, and what a test leaves undone would come further before the hooks run.
 */
export function followTests(
  host: CircusHost,
  enter: (context: string) => void,
  { silentConcurrency }: ContextOptions,
): Send | undefined {
  const { environment, send } = host
  const contexts = new Contexts(enter)
  const isSilent = (root: Circus.DescribeBlock | undefined): boolean =>
    silentConcurrency && root !== undefined && hasConcurrentTests(root)
  if (environment.handleTestEvent || !send) {
    followEvents(environment, contexts, isSilent)
    return send
  }
  whenAskedForHandler(environment, () => contexts.enterImport())
  whenImported(host, () => contexts.enterHooks(isSilent(rootOf(environment.global))))
  return (name, details) => {
    followMessage(name, details[1] as TestMessage, contexts)
    return send(name, details)
  }
}

/** Between the import and the end: which tests are running. */
class Contexts {
  readonly #enter: (context: string) => void
  readonly #running: string[] = []
  #between = 'hooks'

  constructor(enter: (context: string) => void) {
    this.#enter = enter
    // Of a test runner that says nothing, no more is known.
    enter('tests')
  }

  enterImport(): void {
    this.#enter('import')
  }

  enterHooks(silentConcurrency: boolean): void {
    if (silentConcurrency) this.#between = 'concurrent tests'
    this.#enter(this.#between)
  }

  startTest(names: string[]): void {
    const name = fullName(names)
    this.#running.push(name)
    // Tests that run at the same time can't be told apart: say so, rather than guess.
    const isAlone = this.#running.length === 1 && this.#between === 'hooks'
    this.#enter(isAlone ? `test ${JSON.stringify(name)}` : 'concurrent tests')
  }

  endTest(names: string[]): void {
    const place = this.#running.indexOf(fullName(names))
    if (place !== -1) this.#running.splice(place, 1)
    if (this.#running.length === 0) this.#enter(this.#between)
  }
}

function followEvents(
  environment: JestEnvironment,
  contexts: Contexts,
  isSilent: (root: Circus.DescribeBlock) => boolean,
): void {
  const handle = environment.handleTestEvent
  function follow(event: Circus.Event, state: Circus.State): void {
    switch (event.name) {
      case 'setup':
        return contexts.enterImport()
      case 'run_start':
        return contexts.enterHooks(isSilent(state.rootDescribeBlock))
      case 'test_start':
        return contexts.startTest(namesOf(event.test))
      case 'test_skip':
      case 'test_todo':
      case 'test_done':
        return contexts.endTest(namesOf(event.test))
    }
  }
  // Not async: some events are synchronous.
  environment.handleTestEvent = (event: Circus.Event, state: Circus.State) => {
    follow(event, state)
    return (handle as Circus.EventHandler | undefined)?.call(environment, event as never, state)
  }
}

interface TestMessage {
  ancestorTitles: string[]
  title: string
}

function followMessage(name: string, test: TestMessage, contexts: Contexts): void {
  if (name === 'test-case-start') contexts.startTest([...test.ancestorTitles, test.title])
  if (name === 'test-case-result') contexts.endTest([...test.ancestorTitles, test.title])
}

/** jest-circus asks whether the environment has a handler, and other test runners do not. */
function whenAskedForHandler(environment: JestEnvironment, visit: () => void): void {
  const define = (as: PropertyDescriptor): unknown =>
    Object.defineProperty(environment, 'handleTestEvent', { configurable: true, enumerable: true, ...as })
  define({
    get: () => void visit(),
    set: (value: unknown) => void define({ value, writable: true }),
  })
}

/** jest-circus loads the setup files and the test file as whoever has no module that asks. */
function whenImported({ runtime, testPath }: CircusHost, visit: () => void): void {
  const { requireModule, unstable_importModule: importModule } = runtime
  const isTestFile = (path: string, name: string | undefined): boolean => path === testPath && name === undefined
  runtime.requireModule = function (path, name, ...rest) {
    const loaded = requireModule.call(this, path, name, ...rest)
    if (isTestFile(path, name)) visit()
    return loaded
  }
  runtime.unstable_importModule = function (path, name, ...rest) {
    const loaded = importModule.call(this, path, name, ...rest)
    if (isTestFile(path, name)) loaded.then(visit, () => {})
    return loaded
  }
}

/** jest-circus tells handlers only. */
function rootOf(realm: object): Circus.DescribeBlock | undefined {
  const key = Object.getOwnPropertySymbols(realm).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  return key && (realm as Record<symbol, Circus.State>)[key]?.rootDescribeBlock
}

function hasConcurrentTests({ children }: Circus.DescribeBlock): boolean {
  return children.some((child) => (child.type === 'test' ? child.concurrent : hasConcurrentTests(child)))
}

function namesOf(test: Circus.TestEntry): string[] {
  const names: string[] = [test.name]
  for (let block: Circus.DescribeBlock | undefined = test.parent; block?.parent; block = block.parent)
    names.unshift(block.name)
  return names
}

/** `describe > test`. */
function fullName(names: string[]): string {
  return names.join(' > ')
}
