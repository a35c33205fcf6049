/** Follows jest-circus from test to test, so that what a test calls is known to be called by it. */
import type { JestEnvironment } from '@jest/environment'
import type { Circus } from '@jest/types'

export interface ContextOptions {
  /** Jest 29 starts concurrent tests without a word, before it says of any test that it starts. */
  silentConcurrency: boolean
}

/** Calls `enter` with the name of each context, now and later; see README, Reading the counts. */
export function followTests(
  environment: JestEnvironment,
  enter: (context: string) => void,
  { silentConcurrency }: ContextOptions,
): void {
  const handle = environment.handleTestEvent
  const running = new Set<Circus.TestEntry>()
  let between = 'hooks'
  // Of a test runner that says nothing, no more is known.
  enter('tests')

  function follow(event: Circus.Event, state: Circus.State): void {
    switch (event.name) {
      case 'setup':
        enter('import')
        break
      case 'run_start':
        if (silentConcurrency && hasConcurrentTests(state.rootDescribeBlock)) between = 'concurrent tests'
        enter(between)
        break
      case 'test_start':
        running.add(event.test)
        // Tests that run at the same time can't be told apart: say so, rather than guess.
        enter(
          running.size > 1 || between !== 'hooks' ? 'concurrent tests' : `test ${JSON.stringify(fullName(event.test))}`,
        )
        break
      case 'test_skip':
      case 'test_todo':
      case 'test_done':
        running.delete(event.test)
        if (running.size === 0) enter(between)
        break
    }
  }

  // Not async: some events are synchronous.
  environment.handleTestEvent = (event: Circus.Event, state: Circus.State) => {
    follow(event, state)
    return (handle as Circus.EventHandler | undefined)?.call(environment, event as never, state)
  }
}

function hasConcurrentTests({ children }: Circus.DescribeBlock): boolean {
  return children.some((child) => (child.type === 'test' ? child.concurrent : hasConcurrentTests(child)))
}

/** `describe > test`. */
function fullName(test: Circus.TestEntry): string {
  const names: string[] = [test.name]
  for (let block: Circus.DescribeBlock | undefined = test.parent; block?.parent; block = block.parent)
    names.unshift(block.name)
  return names.join(' > ')
}
