/** Has the Node processes traced that a traced one starts, also those that get an environment of their own. */
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import { builtUrl } from '../process/built-file.ts'
import { type TracedRun, encodeRun, runVariable } from './traced-run.ts'

type Environment = Record<string, string | undefined>

/** `before` is called before one starts. */
export function followChildren(run: TracedRun, before: () => void): void {
  const orders = encodeRun(run)
  Object.assign(process.env, joined(process.env, orders))
  patchSpawn(orders, before)
  patchSyncFunctions(orders, before)
  syncBuiltinESMExports()
}

/** Computed before the program can replace what this needs. */
const importFlag = `--import=${builtUrl('register/index.js').href}`

/** The environment with all that a process in it needs to join the run. */
export function joined(environment: Environment, orders: string | undefined = process.env[runVariable]): Environment {
  const { NODE_OPTIONS: options = '' } = environment
  return {
    ...environment,
    [runVariable]: orders,
    NODE_OPTIONS: options.includes(importFlag) ? options : `${options} ${importFlag}`.trim(),
  }
}

interface SpawnOptions {
  envPairs?: string[]
}

/** What `spawn`, `fork`, `exec` and `execFile` come to. */
function patchSpawn(orders: string, before: () => void): void {
  const prototype = childProcess.ChildProcess.prototype as unknown as { spawn(options: SpawnOptions): unknown }
  const { spawn } = prototype
  prototype.spawn = function (options) {
    const { envPairs } = options
    before()
    return spawn.call(this, envPairs ? { ...options, envPairs: joinedPairs(envPairs, orders) } : options)
  }
}

function joinedPairs(pairs: string[], orders: string): string[] {
  const entries = pairs.map((pair): [string, string] => {
    const sign = pair.indexOf('=', 1)
    return [pair.slice(0, sign), pair.slice(sign + 1)]
  })
  return Object.entries(joined(Object.fromEntries(entries), orders)).map(([name, value]) => `${name}=${value}`)
}

function patchSyncFunctions(orders: string, before: () => void): void {
  const functions = childProcess as unknown as Record<string, (...args: unknown[]) => unknown>
  for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
    functions[name] = new Proxy(functions[name] as (...args: unknown[]) => unknown, {
      apply(target, self, args: unknown[]) {
        before()
        return Reflect.apply(
          target,
          self,
          args.map((argument) => withEnvironment(argument, orders)),
        )
      },
    })
  }
}

/** Of their arguments, the options are the only object that is no list. */
function withEnvironment(argument: unknown, orders: string): unknown {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) return argument
  const { env } = argument as { env?: Environment | null }
  return env ? { ...argument, env: joined(env, orders) } : argument
}
