/** Reading mutants by the built command line: many in one process, or one in a process of its own. */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../../dist/cli/index.js', import.meta.url))
const reader = join(import.meta.dirname, 'reader.mjs')

export const timeLimit = 10_000
export const memoryLimit: number = 2 ** 30

export interface Reading {
  /** null: it was killed, as it took too much memory or time. */
  status: number | null
  /** What was printed, with both streams in one. */
  text: string
  /** The stack of an error that no user should see. */
  crash: string | null
  milliseconds: number
  /** The most that the process ever had. */
  memory: number
}

/** One process after the other: a new one where the last one died or grew. */
export class Reader {
  readonly #cwd: string
  #process: ChildProcess | null = null

  constructor(cwd: string) {
    this.#cwd = cwd
  }

  async read(args: string[]): Promise<Reading> {
    const child = (this.#process ??= await startReader(this.#cwd))
    const started = performance.now()
    const answer = await Promise.race([ask(child, args), setTimeout(timeLimit, null, { ref: false })])
    const milliseconds = performance.now() - started
    if (answer === null || answer.memory > memoryLimit / 2) this.close()
    return answer === null
      ? { status: null, text: '', crash: null, milliseconds, memory: 0 }
      : { ...answer, milliseconds }
  }

  close(): void {
    this.#process?.kill('SIGKILL')
    this.#process = null
  }
}

type Answer = Omit<Reading, 'milliseconds'>

async function startReader(cwd: string): Promise<ChildProcess> {
  const child = fork(reader, [cli], { cwd, env: environment(), execArgv: ['--max-old-space-size=1000'], silent: true })
  child.stderr?.resume()
  child.stdout?.resume()
  await new Promise((resolve) => child.once('message', resolve))
  return child
}

function ask(child: ChildProcess, args: string[]): Promise<Answer | null> {
  return new Promise((resolve) => {
    const done = (answer: Answer | null): void => {
      child.off('exit', fail)
      child.off('message', done)
      resolve(answer)
    }
    const fail = (): void => done(null)
    child.once('exit', fail)
    child.once('message', done)
    child.send({ args })
  })
}

/** As a user does it, with the limits kept from outside. */
export async function readAlone(args: string[], cwd: string): Promise<Reading> {
  const started = performance.now()
  const child = spawn(process.execPath, [cli, ...args], { cwd, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  let [text, memory] = ['', 0]
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const watching = setInterval(() => {
    memory = Math.max(memory, memoryOf(child.pid))
    if (memory > memoryLimit || performance.now() - started > timeLimit) child.kill('SIGKILL')
  }, 20)
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearInterval(watching)
  const crash = /^ +at .*$/m.exec(text)?.[0] ?? null
  return { status, text, crash, milliseconds: performance.now() - started, memory }
}

/** Now. 0 where it has ended, and on systems that do not tell. */
function memoryOf(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}

function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...rest } = process.env
  return { ...rest, NO_COLOR: '1' }
}
