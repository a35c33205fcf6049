/** Has the Node processes traced that a traced one starts, also those that get an environment of their own. */
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import { builtUrl } from '../process/built-file.ts'
import { pristine } from '../process/built-ins.ts'
import { type RunSettings, encodeRun, runVariable } from './run-settings.ts'

// The program may replace it while it runs.
const { apply } = Reflect

type Environment = Record<string, string | undefined>

/** Is called with the words of a command, as far as they are known, before it starts. */
type Before = (command: string[]) => void

export function followChildren(run: RunSettings, before: Before): void {
  const settings = encodeRun(run)
  Object.assign(process.env, joinRun(process.env, settings))
  patchSpawn(settings, before)
  patchSyncFunctions(settings, before)
  syncBuiltinESMExports()
}

/** Computed before the program can replace what this needs. A process that may not read our files runs without them. */
const importFlag = `--import=data:text/javascript,${encodeURIComponent(
  `try{await import(${JSON.stringify(builtUrl('register/index.js').href)})}catch{}`,
).replaceAll(/['()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`

/** The environment with all that a process in it needs to join the run. */
export function joinRun(
  environment: Environment,
  settings: string | undefined = process.env[runVariable],
): Environment {
  const { NODE_OPTIONS: options = '' } = environment
  return {
    ...environment,
    [runVariable]: settings,
    NODE_OPTIONS: options.includes(importFlag) ? options : `${options} ${importFlag}`.trim(),
  }
}

interface SpawnOptions {
  args?: string[]
  envPairs?: string[]
}

/** What `spawn`, `fork`, `exec` and `execFile` come to. */
function patchSpawn(settings: string, before: Before): void {
  const prototype = childProcess.ChildProcess.prototype as unknown as { spawn(options: SpawnOptions): unknown }
  const { spawn } = prototype
  prototype.spawn = function (options) {
    const joined = pristine(() => {
      const { args = [], envPairs } = options
      before(args)
      return envPairs ? { ...options, envPairs: joinRunPairs(envPairs, settings) } : options
    })
    return apply(spawn, this, [joined])
  }
}

function joinRunPairs(pairs: string[], settings: string): string[] {
  const entries = pairs.map((pair): [string, string] => {
    const sign = pair.indexOf('=', 1)
    return [pair.slice(0, sign), pair.slice(sign + 1)]
  })
  return Object.entries(joinRun(Object.fromEntries(entries), settings)).map(([name, value]) => `${name}=${value}`)
}

function patchSyncFunctions(settings: string, before: Before): void {
  const functions = childProcess as unknown as Record<string, (...args: unknown[]) => unknown>
  for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
    functions[name] = new Proxy(functions[name] as (...args: unknown[]) => unknown, {
      apply(target, self, args: unknown[]) {
        const joined = pristine(() => {
          before(args.flat().filter((word) => typeof word === 'string'))
          return args.map((argument) => withEnvironment(argument, settings))
        })
        return apply(target, self, joined)
      },
    })
  }
}

/** Of their arguments, the options are the only object that is no list. */
function withEnvironment(argument: unknown, settings: string): unknown {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) return argument
  const { env } = argument as { env?: Environment | null }
  return env ? { ...argument, env: joinRun(env, settings) } : argument
}
