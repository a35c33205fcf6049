// What leaves no trace: types, overloads, abstract and declared members, assertions, imports of types.
import type { Stats } from 'node:fs'
import { type Dirent, statSync } from 'node:fs'
export type { Stats }
export interface Priced { price: number }
type Id = string | number
declare const compiledIn: boolean
declare function elsewhere(x: number): void
declare let global1: string, global2: number
declare class Ghost { m(): void }
declare module 'virtual' { export const x: number }
function size(x: string): number
function size(x: number): number
function size(x: string | number): number { return typeof x === 'string' ? x.length : x }
abstract class Shape { abstract area(): number; abstract get name(): string; declare kind: string; optional?: number; definite!: string; protected abstract readonly side: number; static declare known: Set<string>; describe(this: Shape): string { return `${this.name} ${this.area()}` }; overloaded(a: string): void; overloaded(a: number): void; overloaded(a: unknown) { return a as void } }
class Square extends Shape implements Priced { price = 1 as number; side = 2; override get name() { return 'square' as const } area() { return this.side! ** 2 } [key: string]: unknown; constructor(side?: number); constructor(side = 2) { super(); this.side = side } }
const square = new Square(3)
const config = { mode: 'dev', list: [1, 2] } as const satisfies { mode: string; list: readonly number[] }
let maybe: string | undefined = <string | undefined>undefined
const generic = <T extends { length: number },>(value: T, ...rest: T[]): value is T => value.length > rest.length
const multi = async <T>(
  first: T,
  second: Promise<T>,
): Promise<[T, T]> => [first, await second]
const arrow = (x: number): number => (x as number)
const nonNull = (x?: { y?: () => number }) => x!.y!()
const typedFn: (a: number) => string = (a) => String(a), cast = (() => 1) as () => number, satisfied = (function () {}) satisfies () => void, klass = (class {}) as new () => object
function assertIsString(x: unknown): asserts x is string { if (typeof x !== 'string') throw new TypeError('no string') }
print(size('abc'), size(4), square.describe(), config.mode, maybe ?? 'none', generic([1], [2]), await multi(1, Promise.resolve(2)), arrow(5), nonNull({ y: () => 6 }))
print(typedFn.name, cast.name, satisfied.name, klass.name, (maybe as any)?.length, square.overloaded(1))
try { assertIsString(1) } catch (error) { print((error as Error).message) }
let x1: typeof import('node:fs'), y1 = statSync as unknown as (() => Dirent), z1!: number
for (const one of [1, 2] as number[]) print(one satisfies number)
if ((maybe as string | undefined)! || (square as Square).side > 2) print('if')
const logical = (maybe as any) || (square!.side as number) && (config satisfies object).mode
const ternary = (maybe! ? (1 as number) : <number>2)
print(logical, ternary, typeof y1)
export abstract class Empty {}
export default interface Whole { a: 1 }
export {}
