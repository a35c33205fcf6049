/** Properties of built-ins, as they are when they are asked for: before the program can replace them. */

export type Key = string | symbol

/** What one key of an object holds; `descriptor` null: nothing. A chain, because the methods of arrays may be replaced. */
export interface Property {
  holder: object
  key: Key
  descriptor: PropertyDescriptor | null
  next: Property | null
}

const { getOwnPropertyDescriptor, setPrototypeOf } = Reflect

/** Those that can be replaced, before `next`. What is not there now is not to come. */
export function hold(holder: object | undefined, keys: readonly Key[], next: Property | null): Property | null {
  let chain = next
  for (const key of holder ? keys : []) {
    const descriptor = withoutPrototype(getOwnPropertyDescriptor(holder as object, key))
    const isFixed = descriptor?.configurable === false && descriptor.writable !== true
    if (!isFixed) chain = { holder: holder as object, key, descriptor, next: chain }
  }
  return chain
}

/** Whoever reads it would read what a program puts on all objects, too. */
export function withoutPrototype(descriptor: PropertyDescriptor | undefined): PropertyDescriptor | null {
  if (descriptor === undefined) return null
  setPrototypeOf(descriptor, null)
  return descriptor
}
