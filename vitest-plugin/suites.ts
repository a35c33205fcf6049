/** Vitest's runner hears of every test file, also of those whose hooks it does not run. */

/** A test file or a `describe`, as the runner knows it. */
export interface Suite {
  mode: string
  /** Only of a test file. */
  filepath?: string
  meta: object
  result?: { state: string }
}

type Hook = (this: unknown, suite: Suite) => unknown

export interface SuiteHooks {
  onBeforeRunSuite?: Hook
  onAfterRunSuite?: Hook
}

export interface Followers {
  /** It is imported, as far as that went, and no test or hook of it will run. */
  never: (file: Suite) => void
  /** All its tests and hooks have run. */
  after: (file: Suite) => void
}

/** Calls the followers of the last call only: where files share a realm, each follows its own suites. */
export function followSuites(hooks: SuiteHooks, { never, after }: Followers): void {
  follow(hooks, 'onBeforeRunSuite', (file) => {
    if (!willRun(file)) never(file)
  })
  follow(hooks, 'onAfterRunSuite', after)
}

/** Finds the host's own hook behind that of another evaluation of the setup file. */
const originalKey = Symbol.for('tstrace.original')

type Following = Hook & { [originalKey]?: Hook | undefined }

function follow(hooks: SuiteHooks, name: keyof SuiteHooks, visit: (file: Suite) => void): void {
  const found: Following | undefined = hooks[name]
  const original = found && originalKey in found ? found[originalKey] : found
  const following: Following = async function (suite) {
    await original?.call(this, suite)
    if (suite.filepath !== undefined) visit(suite)
  }
  following[originalKey] = original
  hooks[name] = following
}

function willRun({ mode, result }: Suite): boolean {
  return (mode === 'run' || mode === 'queued') && result?.state !== 'fail'
}
