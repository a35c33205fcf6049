import type { Caller, FilePath, FileRevision } from './counts.ts'
import { isSameRecord, recordKey, type RecordKey } from './record-key.ts'
import type { CounterIndex } from './sites.ts'

/** An index of `CallerNumbers.callers`. */
export type CallerNumber = number

/** The functions of one record. */
interface RecordFunctions {
  revision: FileRevision
  numbers: Map<CounterIndex, CallerNumber>
}

/** Numbers callers and callees from 0, in the order in which they come. Equal ones have one number. */
export class CallerNumbers {
  readonly callers: Caller[] = []
  readonly #contexts = new Map<FilePath | null, Map<string, CallerNumber>>()
  readonly #records = new Map<RecordKey, RecordFunctions>()
  /** Most callers are functions of the same record as the one before. */
  #last: RecordFunctions | undefined

  numberOf(caller: Caller): CallerNumber {
    if ('path' in caller) return this.numberOfFunction(caller, caller.function)
    const { context, file } = caller
    let numbers = this.#contexts.get(file)
    if (!numbers) this.#contexts.set(file, (numbers = new Map<string, CallerNumber>()))
    const known = numbers.get(context)
    if (known !== undefined) return known
    numbers.set(context, this.callers.length)
    return this.callers.push({ context, file }) - 1
  }

  numberOfFunction(revision: FileRevision, counter: CounterIndex): CallerNumber {
    const { revision: own, numbers } = this.#functionsOf(revision)
    const known = numbers.get(counter)
    if (known !== undefined) return known
    numbers.set(counter, this.callers.length)
    return this.callers.push({ path: own.path, hash: own.hash, plan: own.plan, function: counter }) - 1
  }

  #functionsOf(revision: FileRevision): RecordFunctions {
    if (this.#last && isSameRecord(this.#last.revision, revision)) return this.#last
    const key = recordKey(revision)
    this.#last = this.#records.get(key) ?? { revision, numbers: new Map() }
    this.#records.set(key, this.#last)
    return this.#last
  }
}
