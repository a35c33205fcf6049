/** Vitest in watch mode, in a process of its own, as a program starts and ends it: told by messages what to do. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import process from 'node:process'
import { expect } from 'vitest'
import { type Project, outerEnvironment } from './project.ts'

/** Says when Vitest waits for changes, and does what it is told. */
const driver = `
import { startVitest } from 'vitest/node'
const tell = { onWatcherStart: () => process.send('waiting'), onTestCaseReady: ({ name }) => process.send('test ' + name) }
const vitest = await startVitest('test', [], { watch: true, reporters: ['default', tell], config: process.argv[2] })
process.on('message', async (command) => {
  if (command === 'cancel') await vitest.cancelCurrentRun('keyboard-input')
  if (command === 'all') await vitest.rerunFiles()
  if (command === 'close') { await vitest.close(); process.exit(0) }
})`

export interface WatchOptions {
  /** The program that runs Vitest. Default: the Node of this process. */
  node?: string
  config?: string
}

export class WatchSession {
  readonly #child: ChildProcess
  readonly #messages: string[] = []
  output = ''

  constructor(project: Project, { node = process.execPath, config = 'vitest.config.ts' }: WatchOptions) {
    this.#child = fork(project.path('driver.mjs'), [config], {
      cwd: project.directory,
      env: outerEnvironment(),
      execPath: node,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#child.setMaxListeners(0)
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text))
    this.#child.on('message', (message) => this.#messages.push(String(message)))
  }

  static async start(project: Project, options: WatchOptions = {}): Promise<WatchSession> {
    await project.write({ 'driver.mjs': driver })
    const session = new WatchSession(project, options)
    await session.told('waiting')
    return session
  }

  /** Until the session says so; what it said is forgotten then. */
  async told(start: string): Promise<string> {
    for (;;) {
      const at = this.#messages.findIndex((message) => message.startsWith(start))
      if (at !== -1) return this.#messages.splice(0, at + 1).at(-1) ?? ''
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) throw new Error(`It ended:\n${this.output}`)
      await Promise.race([once(this.#child, 'message'), once(this.#child, 'exit')])
    }
  }

  /** Does something that makes Vitest run, and waits until it has. */
  async afterwards(change: () => Promise<unknown>): Promise<void> {
    this.#messages.length = 0
    await change()
    await this.told('waiting')
  }

  tell(command: 'cancel' | 'all' | 'close'): void {
    this.#child.send(command)
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const ended = once(this.#child, 'exit')
    this.tell('close')
    await ended
  }
}

/** The shortest thing that can be asked of watch mode: a rerun, and the same report again. */
export async function expectRerunToReplace(
  project: Project,
  testFile: string,
  options: WatchOptions = {},
): Promise<void> {
  const session = await WatchSession.start(project, options)
  const before = await project.readAll('tstrace-report')
  const written = await stat(project.path('tstrace-report/summary.txt'))
  await session.afterwards(async () => project.write({ [testFile]: `${await project.read(testFile)}// Edited.` }))
  await session.afterwards(async () => session.tell('all'))
  expect(await project.readAll('tstrace-report')).toEqual(before)
  expect((await stat(project.path('tstrace-report/summary.txt'))).mtimeMs).toBe(written.mtimeMs)
  expect(session.output).not.toContain('[tstrace]')
  await session.close()
  expect(await project.readAll('node_modules/.cache/tstrace')).toEqual({})
}
