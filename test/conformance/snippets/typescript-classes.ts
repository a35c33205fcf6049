// Typed fields, assertions around functions, definite and optional members, index signatures, this-types.
class Store<T> {
  private readonly items: T[] = []
  static readonly empty: Store<never> = new Store<never>()
  handler: (x: T) => void = (x) => { this.items.push(x) }
  cast = (() => 'cast') as () => string
  deep = ((() => 'deep')!) satisfies () => string
  nothing?: string
  sure!: string
  declare ghost: string
  [Symbol.toStringTag]: string = 'Store'
  add(this: this, item: T, ...more: T[]): this { this.handler(item); for (const one of more) this.handler(one); return this }
  get first(): T | undefined { return this.items[0] }
  *[Symbol.iterator](): Generator<T> { yield* this.items }
}
const store = new Store<number>().add(1, 2, 3)
print([...store], store.first, Store.empty.first, store.cast(), store.cast.name, store.deep.name, store.handler.name, String(store), 'nothing' in store)
const enum Flag { A = 1, B = A << 1 }
const record: Record<string, () => number> = { a: () => 1, b: (): number => 2 }
print(Flag.B, record['a']!(), record.b!.name)
export const exported = (a: number, b: number = a): number => { return a + b }
export default class<T> { value: T | null = null }
print(exported(1), exported(1, 2))
