/**
 * Vitest's runner hears of every test file and test, also of those whose hooks it does not run. And it costs no turn: hooks
 * of ours would be awaited, and what a test leaves undone would come further before the next one runs.
 */

interface Task {
  mode: string
  result?: { state: string }
}

/** A test file or a `describe`, as the runner knows it. */
export interface Suite extends Task {
  /** Only of a test file. */
  filepath?: string
  meta: object
}

export interface Test extends Task {
  name: string
  suite?: NamedSuite
}

interface NamedSuite {
  name: string
  suite?: NamedSuite
}

type Hook<Of> = (this: unknown, task: Of, ...rest: unknown[]) => unknown

interface TaskOf {
  onBeforeRunSuite: Suite
  onAfterRunSuite: Suite
  onBeforeTryTask: Test
  onAfterRetryTask: Test
  onAfterRunTask: Test
}

export type RunnerHooks = { [Event in keyof TaskOf]?: Hook<TaskOf[Event]> }

interface FileFollowers {
  /** It is imported, and its hooks and tests come now. */
  before: (file: Suite) => void
  /** It is imported, as far as that went, and no test or hook of it will run. */
  never: (file: Suite) => void
  /** All its tests and hooks have run. */
  after: (file: Suite) => void
}

/** Calls the followers of the last call only: where files share a realm, each follows its own. */
export function followFiles(hooks: RunnerHooks, { before, never, after }: FileFollowers): void {
  follow(hooks, 'onBeforeRunSuite', (suite) => {
    if (suite.filepath !== undefined) (willRun(suite) ? before : never)(suite)
  })
  follow(hooks, 'onAfterRunSuite', (suite) => {
    if (suite.filepath !== undefined) after(suite)
  })
}

interface TestFollowers {
  /** Each time that it is tried. */
  start: (test: Test) => void
  /** It and its hooks have run. May be said twice. */
  end: (test: Test) => void
}

export function followTests(hooks: RunnerHooks, { start, end }: TestFollowers): void {
  follow(hooks, 'onBeforeTryTask', start)
  // In pages, Vitest's runner keeps this one to itself; the other is left out where a test skips itself.
  follow(hooks, 'onAfterRetryTask', end)
  follow(hooks, 'onAfterRunTask', end)
}

function willRun({ mode, result }: Task): boolean {
  return (mode === 'run' || mode === 'queued') && result?.state !== 'fail'
}

/** Finds the host's own hook behind that of another evaluation of the setup file. */
const originalKey = Symbol.for('tstrace.original')

type Following<Of> = Hook<Of> & { [originalKey]?: Hook<Of> | undefined }

function follow<Event extends keyof TaskOf>(
  hooks: RunnerHooks,
  event: Event,
  visit: (task: TaskOf[Event]) => void,
): void {
  const found: Following<TaskOf[Event]> | undefined = hooks[event]
  const original = found && originalKey in found ? found[originalKey] : found
  const following: Following<TaskOf[Event]> = function (task, ...rest) {
    visit(task)
    return original?.call(this, task, ...rest)
  }
  following[originalKey] = original
  hooks[event] = following as RunnerHooks[Event]
}
