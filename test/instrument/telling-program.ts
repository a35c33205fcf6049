/**
 * Random programs that tell who calls whom: each call passes the name of its caller, and each function begins with
 * `seen(caller, own name)`. So no oracle is needed. Most of their code suspends and resumes; the programs of
 * test/conformance/random-program.ts have every kind of statement, and need oracles.
 */
import type { Dice } from '../conformance/dice.ts'

/** What a function is decides what it may contain, and how it is called. */
type Kind = 'plain' | 'method' | 'getter' | 'constructor' | 'generator' | 'async' | 'async generator'

interface Actor {
  kind: Kind
  /** As the reports name it. */
  name: string
  index: number
}

interface Scope {
  actor: Actor
  depth: number
  inLoop: boolean
}

const kinds: Kind[] = ['plain', 'async', 'generator', 'async generator', 'method', 'getter', 'constructor']

export function tellingProgram(dice: Dice): string {
  return new Author(dice).program()
}

class Author {
  readonly #dice: Dice
  #names = 0
  #actors: Actor[] = []

  constructor(dice: Dice) {
    this.#dice = dice
  }

  program(): string {
    const count = 3 + this.#dice(5)
    for (let index = 0; index < count; index++) this.#actors.push(this.#actor(index))
    const main: Actor = { kind: 'async', name: 'main', index: -1 }
    const calls = this.#actors.map(
      (one) => `fuel = 25; try { ${this.#use(one, { actor: main, depth: 2, inLoop: false })} } catch { note('main') }`,
    )
    return [
      'let fuel = 0, asker, jobs = 0',
      // Between any two jobs of the program there is one that nobody calls.
      `function job() { seen('<external>', 'job'); if (++jobs < 200) Promise.resolve().then(job) }`,
      ...this.#actors.map((one) => this.#declare(one)),
      `async function main() { Promise.resolve().then(job)\n  ${calls.join('\n  ')} }`,
      'main()',
    ].join('\n')
  }

  #actor(index: number): Actor {
    const kind = kinds[this.#dice(kinds.length)] as Kind
    const name = { method: `o${index}.m`, getter: `o${index}.get g`, constructor: `C${index}.constructor` }[
      kind as string
    ]
    return { kind, index, name: name ?? `f${index}` }
  }

  #declare(actor: Actor): string {
    const { kind, index, name } = actor
    const body = (who: string): string =>
      `{ seen(${who}, '${name}'); if (fuel-- <= 0) return; ${this.#block({ actor, depth: 0, inLoop: false })} }`
    const params = `who${this.#chance(4) ? `, x = fuel-- > 0 ? ${this.#value(actor)} : 0` : ''}`
    switch (kind) {
      case 'method':
        return `const o${index} = { m(${params}) ${body('who')} }`
      case 'getter':
        return `const o${index} = { get g() ${body('asker')} }`
      case 'constructor': {
        const base = this.#actors.find((one) => one.kind === 'constructor' && one.index < index)
        if (!base || this.#chance(2)) return `class C${index} { constructor(${params}) ${body('who')} }`
        const field = `C${index}.<init y>`
        const fields = this.#chance(2)
          ? `y = (seen('${name}', '${field}'), fuel-- > 0 ? ${this.#value({ name: field })} : 0); `
          : ''
        return `class C${index} extends C${base.index} { ${fields}constructor(${params}) { seen(who, '${name}'); super('${name}'); if (fuel-- <= 0) return; ${this.#block({ actor, depth: 1, inLoop: false })} } }`
      }
      default: {
        const prefix = { generator: 'function* ', async: 'async function ', 'async generator': 'async function* ' }[
          kind as string
        ]
        return `${prefix ?? 'function '}f${index}(${params}) ${body('who')}`
      }
    }
  }

  // --- statements ---

  #block(scope: Scope): string {
    const count = scope.depth > 3 ? 0 : this.#dice(4)
    return Array.from({ length: count }, () => this.#statement({ ...scope, depth: scope.depth + 1 })).join(' ')
  }

  #statement(scope: Scope): string {
    const { kind, name } = scope.actor
    const any = [
      () => this.#use(this.#anyone(), scope),
      () => this.#use(this.#anyone(), scope),
      () => `note('${name}');`,
      () => `try { ${this.#block(scope)} } catch (error) { ${this.#block(scope)} }`,
      () => `try { ${this.#block(scope)} } finally { ${this.#block(scope)} }`,
      () => `try { ${this.#block(scope)} } catch { ${this.#block(scope)} } finally { ${this.#block(scope)} }`,
      () => `if (fuel % 2) { ${this.#block(scope)} } else { ${this.#block(scope)} }`,
      () => `for (let i = 0; i < 2; i++) { ${this.#block({ ...scope, inLoop: true })} }`,
      () => `if (fuel % 3 === 0) throw new Error('${name}');`,
      () => (scope.inLoop ? `if (fuel % 2) ${this.#chance(2) ? 'break' : 'continue'};` : ''),
      () => `[1, 2].forEach(${this.#callback(scope)});`,
      () => `if (fuel % 4 === 0) return ${this.#value(scope.actor)};`,
    ]
    const suspending = [
      () => this.#suspend(kind, scope),
      () => this.#suspend(kind, scope),
      () => this.#suspend(kind, scope),
    ]
    const plain = ['plain', 'method', 'getter', 'constructor'].includes(kind)
    return this.#pick(plain ? any : [...any, ...suspending])
  }

  #suspend(kind: Kind, scope: Scope): string {
    const { name } = scope.actor
    const waiting = [
      () => 'await null;',
      () => `await ${this.#promise(scope)};`,
      () => `await Promise.all([${this.#promise(scope)}, ${this.#promise(scope)}]);`,
      () =>
        `for await (const [x, y = ${this.#value(scope.actor)}] of [[1], Promise.resolve([2])]) { ${this.#block({ ...scope, inLoop: true })} }`,
      () => `{ const { x, y = ${this.#value(scope.actor)} } = await ${this.#promise(scope)}; ${this.#block(scope)} }`,
      () => `{ let z; ({ z = ${this.#value(scope.actor)} } = await Promise.resolve({})); ${this.#block(scope)} }`,
      () => `{ const p = ${this.#promise(scope)}.catch(ignore); ${this.#block(scope)} await p; }`,
    ]
    const yielding = [
      () => `yield ${this.#value(scope.actor)};`,
      () => 'yield;',
      () => `note(yield note('${name}'));`,
      () => 'yield* [1, 2];',
      () => `{ const [x = ${this.#value(scope.actor)}] = yield 1; ${this.#block(scope)} }`,
      () => this.#with('generator', (one) => `yield* f${one.index}('${name}');`),
    ]
    const both = [() => this.#with('async generator', (one) => `yield* f${one.index}('${name}');`)]
    if (kind === 'async') return this.#pick(waiting)
    return this.#pick(kind === 'generator' ? yielding : [...waiting, ...yielding, ...both])
  }

  /** A function of its own, called by native code. */
  #callback({ actor, depth }: Scope): string {
    const own = `cb${++this.#names}`
    const inner: Actor = { kind: 'plain', name: `${actor.name}.${own}`, index: -1 }
    return `function ${own}() { seen('${actor.name}', '${inner.name}'); ${this.#block({ actor: inner, depth: depth + 1, inLoop: false })} }`
  }

  /** Calls `callee` in one of the ways that it can be called. */
  #use(callee: Actor, scope: Scope): string {
    const { name, kind } = scope.actor
    const call = this.#call(callee, name)
    const within = (): string => this.#block({ ...scope, inLoop: true })
    const awaits = kind === 'async' || kind === 'async generator'
    switch (callee.kind) {
      case 'async':
        return awaits && this.#chance(2) ? `await ${call};` : `${call}.catch(ignore);`
      case 'generator':
        return this.#pick([
          () => `for (const x of ${call}) { ${within()} }`,
          () => `{ const it = ${call}; it.next(); ${this.#block(scope)} it.return(); }`,
          () => `{ const it = ${call}; it.next(); ${this.#block(scope)} it.throw(new Error('thrown')); }`,
          () => `{ const [x, y] = ${call}; ${this.#block(scope)} }`,
          () => `${call}.return();`,
        ])
      case 'async generator':
        if (!awaits) return `${call}.next().catch(ignore);`
        return this.#pick([
          () => `for await (const x of ${call}) { ${within()} }`,
          () => `{ const it = ${call}; await it.next(); ${this.#block(scope)} await it.return(); }`,
          () =>
            `{ const it = ${call}; it.next().catch(ignore); it.next().catch(ignore); await it.return(${this.#value(scope.actor)}).catch(ignore); }`,
          () => `{ const it = ${call}; await it.next(); ${this.#block(scope)} await it.throw(new Error('thrown')); }`,
        ])
      default:
        return `${call};`
    }
  }

  // --- expressions ---

  #call(callee: Actor, caller: string): string {
    const { kind, index } = callee
    if (kind === 'method') return `o${index}.m('${caller}')`
    if (kind === 'getter') return `(asker = '${caller}', o${index}.g)`
    if (kind === 'constructor') return `new C${index}('${caller}')`
    return `f${index}('${caller}')`
  }

  /** A call that needs no more, or a number. */
  #value({ name }: Pick<Actor, 'name'>): string {
    const callable = this.#actors.filter(({ kind }) => ['plain', 'method', 'getter', 'constructor'].includes(kind))
    return callable.length > 0 && this.#chance(2) ? this.#call(this.#from(callable), name) : '1'
  }

  #promise(scope: Scope): string {
    const async = this.#actors.filter(({ kind }) => kind === 'async')
    return async.length > 0 ? this.#call(this.#from(async), scope.actor.name) : 'Promise.resolve(1)'
  }

  #with(kind: Kind, text: (one: Actor) => string): string {
    const some = this.#actors.filter((one) => one.kind === kind)
    return some.length > 0 ? text(this.#from(some)) : ''
  }

  // --- choices ---

  #anyone(): Actor {
    return this.#from(this.#actors)
  }

  #from<T>(list: T[]): T {
    return list[this.#dice(list.length)] as T
  }

  #pick(options: (() => string)[]): string {
    return this.#from(options)()
  }

  #chance(of: number): boolean {
    return this.#dice(of) === of - 1
  }
}
