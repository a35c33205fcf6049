/**
 * Our work within the user's program, with the built-ins as they were before its first line. Tests and programs replace
 * some, and do not always put them back. Neither what they put there nor our work may suffer from the other.
 */
import { type Key, type Property, withoutPrototype } from './held.ts'

/** Does `work`, which is synchronous and runs nothing of the program. */
export type Pristine = <Result>(work: () => Result) => Result

// The program may replace them while it runs.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect
const { prototype: objects } = Object
const { prototype: arrays } = Array
const known = { __proto__: null } as unknown as Record<Key, boolean>
for (const key of ownKeys(objects)) known[key] = true

/** @param untouched the built-ins that `work` may need. */
export function createPristine(untouched: Property | null): Pristine {
  let isWithin = false
  return (work) => {
    if (isWithin) return work()
    const replaced = restore(untouched)
    isWithin = true
    try {
      return work()
    } finally {
      isWithin = false
      for (let one = replaced; one; one = one.next) put(one)
    }
  }
}

/** Returns what stood there instead. */
function restore(untouched: Property | null): Property | null {
  let replaced: Property | null = null
  for (let one = untouched; one; one = one.next) {
    if (isUntouched(one)) continue
    replaced = now(one.holder, one.key, replaced)
    put(one)
  }
  return hide(arrays, isItem, hide(objects, isAddedToObjects, replaced))
}

/** A getter in place of a method is called: to ask whether there is one takes four times as long, for all of them. */
function isUntouched({ holder, key, descriptor }: Property): boolean {
  try {
    if (descriptor && 'value' in descriptor) return (holder as Record<Key, unknown>)[key] === descriptor.value
    const found = withoutPrototype(getOwnPropertyDescriptor(holder, key))
    return (
      found?.get === descriptor?.get && found?.set === descriptor?.set && (found === null) === (descriptor === null)
    )
  } catch {
    return false
  }
}

/** Hides what was added to all objects, where options would be read that nobody gave, or to all arrays, in the place of items. */
function hide(holder: object, isAdded: (key: Key) => boolean, replaced: Property | null): Property | null {
  let hidden = replaced
  const keys = ownKeys(holder)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as Key
    if (!isAdded(key)) continue
    hidden = now(holder, key, hidden)
    deleteProperty(holder, key)
  }
  return hidden
}

function isAddedToObjects(key: Key): boolean {
  return known[key] !== true
}

function isItem(key: Key): boolean {
  return typeof key === 'string' && key >= '0' && key < ':'
}

function now(holder: object, key: Key, next: Property | null): Property {
  return { holder, key, descriptor: withoutPrototype(getOwnPropertyDescriptor(holder, key)), next }
}

function put({ holder, key, descriptor }: Property): void {
  if (descriptor === null) deleteProperty(holder, key)
  else if (!defineProperty(holder, key, descriptor) && 'value' in descriptor)
    // It was sealed, too.
    defineProperty(holder, key, { __proto__: null, value: descriptor.value } as PropertyDescriptor)
}
