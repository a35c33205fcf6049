/** Processes of a run that go on when it ends: what they count then is in no report. */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import type { Warning } from '../model/error.ts'

const pollingTime = 10
const timeToEnd = 200

/**
 * Names them instead of their parts, which were not torn by a kill. Some processes may be ending at the same moment. None is
 * found where the system does not tell, as outside of Linux.
 */
export async function nameGoingOn(run: string, warnings: Warning[]): Promise<Warning[]> {
  let left = findProcesses(run)
  for (const deadline = performance.now() + timeToEnd; left.length > 0 && performance.now() < deadline;) {
    await setTimeout(pollingTime)
    left = left.filter((pid) => isOf(run, pid))
  }
  const isNamed = ({ message }: Warning): boolean =>
    left.some((pid) => message.includes(` of process ${pid} breaks off`))
  return [...warnings.filter((warning) => !isNamed(warning)), ...left.map(goesOn)]
}

function goesOn(pid: number): Warning {
  const message = `The process ${pid} goes on after the run. What it has not handed over is missing: let the program wait for its end.`
  return { slug: 'bad-part', message }
}

function findProcesses(run: string): number[] {
  const pids = attempt(() => readdirSync('/proc'), []).map(Number)
  return pids.filter((pid) => Number.isInteger(pid) && pid !== process.pid && isOf(run, pid))
}

/** Node processes alone: a shell around one has the same environment, and counts nothing. */
function isOf(run: string, pid: number): boolean {
  const has = attempt(() => readFileSync(`/proc/${pid}/environ`, 'latin1').includes(run), false)
  return has && attempt(() => readlinkSync(`/proc/${pid}/exe`) === readlinkSync('/proc/self/exe'), false)
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
