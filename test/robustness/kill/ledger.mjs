/**
 * The invariant. Each run counts in sources of its own ("slots"), so that the store tells how often each was added:
 *
 * - Of a slot the store has a whole multiple of what one run counts in it: never a part.
 * - A run that was not killed adds each of its slots once. If it does not, a message of it names what is missing.
 * - A run that was killed adds a slot once or not at all. By SIGTERM or SIGINT, what had run is added.
 * - When the next run has ended, nothing waits and no lock is held, unless a message names it.
 */
import { existsSync, readFileSync, readdirSync, utimesSync } from 'node:fs'

/** Path -> counts; empty where there is no store. Throws where it is not a whole store. */
export function readCounts(store) {
  if (!existsSync(store)) return new Map()
  const text = readFileSync(store, 'utf8')
  if (!/\n\{"end":true[^\n]*\}\n$/.test(text)) throw new Error(`${store} is cut off`)
  const records = text.split('\n').slice(1, -2)
  return new Map(records.map((line) => JSON.parse(line)).map(({ path, counts }) => [path, counts]))
}

/** How often a slot was added; NaN where it is a part of it. A record without counts says that nothing loaded the file. */
export function timesOf(counts, base) {
  if (counts === undefined || counts.length === 0) return 0
  const index = base.findIndex((count) => count > 0)
  const times = counts[index] / base[index]
  return counts.every((count, place) => count === times * base[place]) ? times : NaN
}

/**
 * Compares two readings of the store with what must have been added between them.
 * @param expected of each slot: { path, base, least, most, run }
 */
export function checkAdded(before, after, expected) {
  const [problems, added] = [[], new Map()]
  for (const { path, base, least, most, why } of expected) {
    const times = timesOf(after.get(path), base) - timesOf(before.get(path), base)
    added.set(path, times)
    if (Number.isNaN(times)) problems.push(`${path} is added in part: ${after.get(path)} after ${before.get(path)}`)
    else if (times < least || times > most)
      problems.push(`${path} is added ${times} times, not ${least === most ? least : `${least} to ${most}`} (${why})`)
  }
  return { problems, added }
}

/** What is left in a directory but what may be there, less what a message names. */
export function findLeftovers(directory, allowed, messages) {
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .filter((name) => !allowed.includes(name) && !messages.some((message) => message.includes(name)))
    .map((name) => `"${name}" is left in ${directory}, and no message names it`)
}

/** As if ten seconds had passed: a lock of a dead process is taken over only then. */
export function ageLock(store) {
  const lock = `${store}.lock`
  if (!existsSync(lock)) return false
  const then = Date.now() / 1000 - 11
  utimesSync(lock, then, then)
  return true
}
