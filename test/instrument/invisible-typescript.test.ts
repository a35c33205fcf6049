import { inspect } from 'node:util'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { transformWithEsbuild } from 'vite'
import { instrument } from '../../src/instrument/index.ts'
import { realmRecorder } from '../../src/runtime/recorder.ts'
import { Realm } from './realm.ts'

/** Each ends with an expression. */
const programs: Record<string, string> = {
  'fields behind super()': `const log: string[] = []
    class Shelf { constructor(public name: string, readonly size = one()) { log.push('shelf ' + this.name) } }
    class TeaShelf extends Shelf {
      tea = brew(); #cups = [1, 2]
      constructor(private owner: string, protected open = true) { const text = 'of ' + owner; log.push('before'); super(text); log.push(this.tea + this.#cups.length + this.owner + this.open) }
    }
    function one() { return 1 }
    function brew() { log.push('brew'); return 'tea' }
    new TeaShelf('Ann'); [...log, Object.keys(new TeaShelf('Bo'))].join()`,
  'functions that a constructor declares': `class Base { constructor(public make: () => string) {} }
    class Shop extends Base { x = 1; constructor() { super(() => label()); function label() { return 'label' } } }
    class Late extends Base { constructor(private y: number) { super(() => later); let later = 'later' + y; class Own { z = later } this.y = new Own().z.length } }
    [new Shop().make(), new Late(2).make(), Object.keys(new Late(1))].join()`,
  'a super() that throws': `class Base { constructor(bad: boolean) { if (bad) throw new Error('bad') } }
    class Shop extends Base { x = 1; constructor(private bad = true) { super(bad) } }
    let caught = ''; try { new Shop() } catch (error) { caught = (error as Error).message } [caught, Object.keys(new Shop(false))].join()`,
  'what makes code of types': `enum Size { Small, Big = 5, Huge = Size.Big * 2, Text = 'text' }
    const enum Flag { A = 1, B = A << 2 }
    namespace Shop { export const name = 'shop'; export function open(): string { return name + Inner.x } export namespace Inner { export let x = 1 } }
    namespace Shop { export const again = open() }
    namespace Types { export type T = string; export interface I { t: T } }
    abstract class Base { abstract area(): number; declare later: string; static made = 0; constructor(protected readonly n?: number) { Base.made++ } get twice(): number { return 2 * this.area() } }
    class Square extends Base { area(this: Square): number { return this.n! ** 2 } }
    function over(a: string): string; function over(a: number): number; function over(a: any): any { return a }
    const cast = <T,>(x: T) => x as unknown as string, sure = (x?: { y?: () => number }) => x!.y!() satisfies number
    [Size.Huge, Size[5], Size.Text, Flag.B, Shop.again, new Square(3).twice, Base.made, over('o'), cast(1), sure({ y: () => 2 }), 'later' in new Square(1)].join()`,
  'functions and enums in functions': `function shop(kind: number) { enum Kind { Tea, Milk } function kindOf() { return Kind[kind] } { function kindOf() { return 'inner' } } return kindOf() } [shop(0), shop(1)].join()`,
  'types around expressions': `const o = { m(this: { v: number }, x = <number>1) { return this.v + x }, v: 1 }
    const list = ([1, 2] as const).map((n): number => n! + (o as typeof o).m()); const f = (<T extends object>(x: T): T => x)
    const name = (function () {} as () => void).name + ((() => {}) satisfies object).name; let g = (() => {}) as () => void, h = (() => {})!;
    [list, f({ a: 1 }).a, name, g.name, h.name, (o.m)!(2), o.m?.(3)].join()`,
}

const transpilers: Record<string, (text: string) => Promise<string> | string> = {
  esbuild: async (text) => (await transformWithEsbuild(text, 'shop.ts', { target: 'es2022', tsconfigRaw: {} })).code,
  'esbuild, fields as assignments': async (text) =>
    (
      await transformWithEsbuild(text, 'shop.ts', {
        target: 'es2022',
        tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
      })
    ).code,
  'esbuild for old engines': async (text) =>
    (await transformWithEsbuild(text, 'shop.ts', { target: 'es2019', tsconfigRaw: {} })).code,
  typescript: (text) => ts.transpile(text, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.None }),
  'typescript, fields as assignments': (text) =>
    ts.transpile(text, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.None, useDefineForClassFields: false }),
  'typescript for old engines': (text) =>
    ts.transpile(text, { target: ts.ScriptTarget.ES2017, module: ts.ModuleKind.None }),
}

function run(code: string, prepare?: (realm: Realm) => void): string {
  const realm = new Realm()
  prepare?.(realm)
  try {
    return inspect(realm.evaluate(code))
  } catch (error) {
    return `threw ${String(error)}`
  }
}

for (const [name, transpile] of Object.entries(transpilers)) {
  describe(`TypeScript through ${name} does what it does without probes`, () => {
    for (const [theme, program] of Object.entries(programs)) {
      test(theme, async () => {
        const bare = run(await transpile(program))
        expect(bare).not.toContain('threw')
        for (const callers of [true, false]) {
          const { code, warnings } = instrument(program, { path: 'shop.ts', sourceType: 'script', callers, map: false })
          expect(warnings).toEqual([])
          expect(run(await transpile(code), (realm) => void realmRecorder(realm.global))).toBe(bare)
        }
      })
    }
  })
}
