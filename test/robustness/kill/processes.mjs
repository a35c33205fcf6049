/** Processes that are started to be killed. */
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync, watch } from 'node:fs'
import { basename } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'

/** Longer than the longest wait there is for a lock. */
const timeLimit = 60_000

/** A Node process at the head of a process group of its own. */
export class Run {
  /** How it was killed; null: it was not, or not before it had ended. */
  killedBy = null
  /** Where: 'main', 'child' or 'group'. */
  target = null
  ended = false
  output = { stdout: '', stderr: '' }

  constructor(args, { cwd, env = {} }) {
    const clean = Object.entries(process.env).filter(
      ([name]) => !/^(?:NODE_OPTIONS|npm_|VITEST|CI$|NO_COLOR)/.test(name),
    )
    this.process = spawn(process.execPath, args, {
      cwd,
      env: { ...Object.fromEntries(clean), ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.pid = this.process.pid
    for (const name of ['stdout', 'stderr'])
      this.process[name].setEncoding('utf8').on('data', (text) => (this.output[name] += stripVTControlCharacters(text)))
    this.exit = new Promise((resolve) =>
      this.process.once('exit', (status, signal) => {
        this.ended = true
        resolve({ status, signal })
      }),
    )
    this.closed = new Promise((resolve) => this.process.once('close', resolve))
  }

  /** `target`: 'main', 'group', or the number of a process. */
  kill(signal, target = 'main') {
    if (this.ended) return
    const number = target === 'main' ? this.pid : target === 'group' ? -this.pid : target
    if (!send(number, signal)) return
    this.killedBy = signal
    this.target = typeof target === 'number' ? 'child' : target
  }

  /** When its process and all of its group have ended. What does not end is killed, and said. */
  async end() {
    const limit = sleep(timeLimit, 'late', { ref: false })
    const result = await Promise.race([this.exit, limit])
    if (result === 'late') send(-this.pid, 'SIGKILL')
    for (let tries = 0; send(-this.pid, 0); tries++) {
      if (tries === 500) send(-this.pid, 'SIGKILL')
      await sleep(10)
    }
    await this.closed
    return result === 'late' ? { ...(await this.exit), late: true } : result
  }

  get messages() {
    return `${this.output.stdout}\n${this.output.stderr}`.split('\n').filter((line) => line.includes('[tstrace]'))
  }

  /** What no user should see. */
  get stacks() {
    return /\n\s+at .*(?:\n|$)/.exec(this.output.stderr)?.[0] ?? null
  }
}

/** False where there is no such process any more. */
export function send(number, signal) {
  try {
    return process.kill(number, signal)
  } catch {
    return false
  }
}

/** The children of a process whose command line has a word in it. Linux alone tells. */
export function findChildren(pid, word = '') {
  const children = []
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? []
      if (Number(parent) !== pid) continue
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(word)) children.push(Number(name))
    } catch {
      // It has ended.
    }
  }
  return children
}

/** Calls `act` once, a moment after the first file appears in the directory whose name the pattern matches. */
export function onFile(directory, pattern, delay, act) {
  const watcher = watch(directory, (_, name) => {
    if (name === null || !pattern.test(basename(name))) return
    watcher.close()
    if (delay === 0) act()
    else setTimeout(act, delay)
  })
  return () => watcher.close()
}
