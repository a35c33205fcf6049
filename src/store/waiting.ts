/** Words on the additions that wait beside a store. */
import type { Warning } from '../model/error.ts'
import { findWaiting } from './addition.ts'

/** Each with its age, and the command that adds it; but those that are named already. */
export async function nameWaiting(store: string, named: Warning[] = []): Promise<Warning[]> {
  const waiting = await findWaiting(store)
  const unnamed = waiting.filter(({ path }) => !named.some(({ message }) => message.includes(path)))
  return unnamed.map(({ path, age }) => ({
    slug: 'left-behind',
    message:
      `"${path}" waits to be added to "${store}", for ${describeAge(age)} now: a run had its counts ready there, on another machine or in ` +
      `another container, or it was killed. It adds them itself if it goes on; if not, add them with ` +
      `\`tstrace merge -o "${store}" "${path}"\`.`,
  }))
}

function describeAge(age: number): string {
  const [unit, length] = units.find(([, milliseconds]) => age >= milliseconds) ?? ['second', 1000]
  const number = Math.floor(age / length)
  return `${number} ${unit}${number === 1 ? '' : 's'}`
}

const units: readonly (readonly [string, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]
