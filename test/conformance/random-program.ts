/** Programs that nobody would write: every way in and out of a statement, in any mixture, ending for sure. */

import type { Dice } from './dice.ts'

/**
 * What every program begins with: `t(n)`, whose value nobody can foresee, and `f(n)`, which at times throws. `log` is
 * the host's. Whatever a program does, it ends: by `enough`. Between any two jobs of the program there is a `job` that
 * no function calls.
 */
const prelude = `let calls = 0, state = 7
const later = []
let jobs = 0
function job() { if (++jobs < 200) Promise.resolve().then(job) }
Promise.resolve().then(job)
function roll(limit) { state = (Math.imul(state, 1103515245) + 12345) >>> 0; return (state >>> 16) % limit }
function t(n) { if (++calls > 1500) throw new Error('enough'); log(typeof n === 'number' ? n : typeof n); return roll(3) }
function f(n) { if (roll(4) === 0) throw new Error('failed ' + n); return t(n) }
function note(error) { log(error && error.name === 'Error' ? error.message : typeof error === 'object' ? error.name : error) }
function tag(strings, ...values) { return strings.length + values.length }
`

/** A script. Its value is a promise for its end. */
export function randomProgram(dice: Dice): string {
  return new Author(dice).program()
}

interface Surroundings {
  depth: number
  /** Loops around, by label, the innermost last. */
  loops: string[]
  /** Blocks with a label, and switches (''), that a `break` can leave. */
  blocks: string[]
  async: boolean
  generator: boolean
}

class Author {
  readonly #dice: Dice
  #names = 0

  constructor(roll: Dice) {
    this.#dice = roll
  }

  program(): string {
    const async = this.#chance(3)
    const body = this.#statements({ depth: 4, loops: [], blocks: [], async, generator: false })
    const main = `${async ? 'async ' : ''}function main() {${this.#chance(4) ? " 'use strict'" : ''}\n${body}\n}`
    const run = `try { ${async ? 'await ' : ''}main() } catch (error) { note(error) }`
    const rest = 'for (const one of later.splice(0)) try { await one() } catch (error) { note(error) }'
    return `${prelude}${main}\n(async () => { for (let run = 0; run < 6; run++) { ${run}\n${rest} } })()\n`
  }

  #chance(oneIn: number): boolean {
    return this.#dice(oneIn) === oneIn - 1
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.#dice(choices.length)] as T
  }

  #name(): string {
    return `v${this.#names++}`
  }

  #number(): number {
    return this.#dice(90)
  }

  #statements(around: Surroundings): string {
    const count = around.depth > 0 ? 1 + this.#dice(4) : 1
    return Array.from({ length: count }, () => this.#statement({ ...around, depth: around.depth - 1 })).join(
      this.#pick(['\n', '\n', '; ']),
    )
  }

  #statement(around: Surroundings): string {
    const simple = [
      () => this.#call(),
      () => this.#call(),
      () => this.#expression(around, 2),
      () => this.#declaration(around),
      () => this.#declaration(around),
      () => this.#assignment(around),
      () => this.#abrupt(around),
    ]
    if (around.depth <= 0) return this.#statementText(this.#pick(simple)())
    const nested = [
      () => this.#if(around),
      () => this.#if(around),
      () => this.#loop(around),
      () => this.#switch(around),
      () => this.#try(around),
      () => this.#try(around),
      () => this.#labeled(around),
      () => `{\n${this.#statements(around)}\n}`,
      () => this.#functionCalled(around),
      () => this.#generatorDriven(around),
      () => this.#asyncCalled(around),
      () => this.#asyncGeneratorDriven(around),
      () => this.#closure(around),
      () => this.#object(around),
      () => this.#class(around),
      () => this.#subclass(around),
      () => ';',
    ]
    return this.#statementText(this.#pick([...simple, ...nested])())
  }

  /** So that no line can go on from the one before. */
  #statementText(text: string): string {
    return /^[([`]/.test(text) ? `;${text}` : text
  }

  #body(around: Surroundings): string {
    if (this.#chance(2)) return `{ ${this.#statements(around)} }`
    const text = this.#statement({ ...around, depth: Math.min(around.depth - 1, 1) })
    return /^(let|const|class|function|async function|var|;)/.test(text) ? `{ ${text} }` : `${text}\n`
  }

  #declaration(around: Surroundings): string {
    const kind = this.#pick(['let', 'const', 'var'])
    // By themselves: where an earlier declarator throws, Istanbul has counted them already.
    if (this.#chance(6))
      return `${kind} ${this.#name()} = ${this.#pick(['() => t(1)', 'function () { return f(2) }', 'class { m() { return t(3) } }'])}`
    const one = (): string => {
      const name = this.#name()
      switch (this.#dice(6)) {
        case 1:
          return `{ ${name} = ${this.#expression(around, 1)}, a: [${this.#name()} = ${this.#number()}] = [], ...${this.#name()} } = ${this.#pick(['{}', '{ a: [1] }', 't(1) || {}', '{ get a() { return t(2), [] } }'])}`
        case 2:
          return `[${name} = ${this.#expression(around, 1)}, ...${this.#name()}] = [${this.#pick(['', '1', this.#call()])}]`
        case 3:
          return `${name} = ${this.#inert()}`
        case 4:
          return kind === 'const' ? `${name} = 1` : name
        default:
          return `${name} = ${this.#expression(around, 2)}`
      }
    }
    return `${kind} ${Array.from({ length: 1 + this.#dice(3) }, one).join(', ')}`
  }

  #assignment(around: Surroundings): string {
    const [name, other] = [this.#name(), this.#name()]
    const value = this.#expression(around, 1)
    return this.#pick([
      () => `var ${name}; ${name} = ${value}`,
      () => `var ${name} = t(1); ${name} ${this.#pick(['||=', '&&=', '??=', '+='])} ${value}`,
      () =>
        `var ${name}, ${other}; ({ ${name} = ${value}, a: ${other} = ${this.#call()} } = ${this.#pick(['{}', '{ a: 1 }', 't(1)'])})`,
      () => `var ${name}, ${other}; [${name} = ${value}, ${other}] = [${this.#pick(['', '1, 2', 'f(3)'])}]`,
      () => `var ${name} = { a: 1 }; ${name}[${this.#call()}] = ${value}; delete ${name}.a`,
    ])()
  }

  #inert(): string {
    return this.#pick([
      '1',
      "'text'",
      '[1, [2]]',
      '{ a: 1 }',
      '[() => t(1)]',
      '{ a: function () { return f(2) } }',
      '-1',
      '!0',
      '`x`',
      'null',
      'undefined',
      '(5)',
    ])
  }

  #abrupt({ loops, blocks, generator }: Surroundings): string {
    const choices = [`return ${this.#call()}`, 'return', `throw new Error('${this.#number()}')`]
    for (const label of loops)
      choices.push(`break ${label}`, `continue ${label}`, `if (t(${this.#number()})) break ${label}`)
    if (loops.length > 0) choices.push('continue', `if (t(${this.#number()})) continue`)
    if (loops.length > 0 || blocks.includes('')) choices.push('break')
    for (const label of blocks) if (label) choices.push(`break ${label}`)
    if (generator) choices.push(`yield ${this.#call()}`, `var ${this.#name()} = yield`)
    const text = this.#pick(choices)
    return this.#chance(3) ? text : `if (t(${this.#number()})) { ${text} }`
  }

  #if(around: Surroundings): string {
    const head = `if (${this.#expression(around, 2)}) ${this.#body(around)}`
    if (this.#chance(2)) return head
    return `${head}else ${this.#chance(2) ? this.#if({ ...around, depth: around.depth - 1 }) : this.#body(around)}`
  }

  #loop(around: Surroundings): string {
    const label = this.#name()
    const inside = { ...around, loops: [...around.loops, label] }
    const name = this.#name()
    const heads: [string, string][] = [
      [`for (let ${name} = 0, ${this.#name()} = ${this.#call()}; ${name} < 3; ${name}++) `, ''],
      [`for (const ${name} of [1, ${this.#expression(around, 1)}]) `, ''],
      [`for (const { a = ${this.#expression(around, 1)} } of [{}, { a: 1 }]) `, ''],
      [`for (var ${name} in { a: 1, b: ${this.#call()} }) `, ''],
      [`while (t(${this.#number()})) `, ''],
      ['do ', ` while (t(${this.#number()}) && ${this.#expression(around, 1)})`],
    ]
    if (around.async)
      heads.push(
        [`for await (const ${name} of [t(1), ${this.#call()}]) `, ''],
        [`for await (const [${name} = ${this.#call()}] of [[], Promise.resolve([1])]) `, ''],
      )
    const [head, tail] = this.#pick(heads)
    return `${label}: ${head}${this.#body(inside)}${tail}`
  }

  #switch(around: Surroundings): string {
    const inside = { ...around, blocks: [...around.blocks, ''] }
    const cases = Array.from({ length: this.#dice(4) }, (_, index) => {
      const test = this.#pick([String(index), `t(${index})`, this.#expression(around, 1)])
      return `case ${test}: ${this.#chance(3) ? '' : `{ ${this.#statements(inside)} }`}${this.#chance(2) ? ' break' : ''}`
    })
    if (this.#chance(2))
      cases.splice(this.#dice(cases.length + 1), 0, `default: ${this.#chance(2) ? this.#call() : ''}`)
    return `switch (t(${this.#number()})) {\n${cases.join('\n')}\n}`
  }

  #try(around: Surroundings): string {
    const block = (): string => `{\n${this.#statements(around)}\n}`
    const head = `try ${block()}`
    const handler = ` catch ${this.#pick(['', '(error) ', `({ message, code = ${this.#expression(around, 1)} }) `])}${block()}`
    const last = ` finally ${block()}`
    return head + this.#pick([handler, last, handler + last])
  }

  #labeled(around: Surroundings): string {
    const label = this.#name()
    return `${label}: { ${this.#statements({ ...around, blocks: [...around.blocks, label] })} }`
  }

  // --- functions ---

  /** What is around a function's body. */
  #within({ depth }: Surroundings, kind: { async?: boolean; generator?: boolean } = {}): Surroundings {
    return { depth: depth - 1, loops: [], blocks: [], async: false, generator: false, ...kind }
  }

  #parameters(around: Surroundings): string {
    const within = this.#within(around)
    return this.#pick([
      () => '',
      () => `a, b = ${this.#expression(within, 1)}`,
      () => `a = ${this.#expression(within, 1)}, { b = ${this.#call()} } = {}`,
      () => `[a = ${this.#call()}] = [], ...rest`,
      () => `{ a: { b } = { b: ${this.#call()} } } = {}`,
    ])()
  }

  #functionCalled(around: Surroundings): string {
    const name = this.#name()
    const inside = this.#within(around)
    const recursion = this.#chance(3) ? `\nif (t(4)) ${name}()` : ''
    const text = `function ${name}(${this.#parameters(around)}) {\n${this.#statements(inside)}${recursion}\n}`
    return `${text}\n${this.#pick([`${name}()`, `new ${name}()`, `${name}.call({}, 1, 2)`, `[1, 2].forEach(${name})`, `later.push(${name})`])}`
  }

  #generatorDriven(around: Surroundings): string {
    const [name, it] = [this.#name(), this.#name()]
    const inside = this.#within(around, { generator: true })
    const text = `function* ${name}(${this.#parameters(around)}) {\n${this.#statements(inside)}\n${this.#pick(['', 'yield 1', `yield* [${this.#call()}, 2]`, `return yield* ${name}Inner()`])}\n}`
    const inner = `function* ${name}Inner() { try { yield ${this.#call()}; yield t(5) } finally { ${this.#call()} } }`
    const drive = this.#pick([
      `for (const one of ${name}()) if (t(7)) break`,
      `const ${it} = ${name}(); ${it}.next(); ${it}.next(1); ${it}.return(2)`,
      `const ${it} = ${name}(); ${it}.next(); try { ${it}.throw(new Error('in')) } catch (error) { note(error) } ${it}.next()`,
      `const [${it} = ${this.#call()}] = ${name}()`,
      `t([...${name}()].length)`,
      `later.push(() => [...${name}()])`,
    ])
    return `${inner}\n${text}\n{ ${drive} }`
  }

  #asyncCalled(around: Surroundings): string {
    const name = this.#name()
    const inside = this.#within(around, { async: true })
    const text = this.#pick([
      `async function ${name}(${this.#parameters(around)}) {\n${this.#statements(inside)}\n}`,
      `const ${name} = async (${this.#parameters(around)}) => {\n${this.#statements(inside)}\n}`,
      `const ${name} = async () => ${this.#expression(inside, 2)}`,
    ])
    const uses = [
      `${name}().catch(note)`,
      `later.push(${name})`,
      `Promise.all([${name}(), ${name}()]).then(t).catch(note)`,
    ]
    if (around.async) uses.push(`await ${name}()`, `await Promise.race([${name}(), ${name}()])`)
    return `${text}\n${this.#pick(uses)}`
  }

  #asyncGeneratorDriven(around: Surroundings): string {
    const [name, it] = [this.#name(), this.#name()]
    const inside = this.#within(around, { async: true, generator: true })
    const text = `async function* ${name}() {\n${this.#statements(inside)}\n${this.#pick(['yield 1', `yield* [${this.#call()}, Promise.resolve(2)]`, 'return t(6)'])}\n}`
    const drive = this.#pick([
      `for await (const one of ${name}()) if (t(7)) break`,
      `const ${it} = ${name}(); await ${it}.next(); await ${it}.return(${this.#call()})`,
      `const ${it} = ${name}(); ${it}.next().catch(note); ${it}.next().catch(note); await ${it}.throw(new Error('in'))`,
    ])
    return `${text}\nlater.push(async () => { ${drive} })`
  }

  #closure(around: Surroundings): string {
    const [name, count] = [this.#name(), this.#name()]
    const inside = this.#within(around)
    const list = this.#pick(['[3, 1, 2]', 'Array.from({ length: 2 })', '[t(1)]'])
    return this.#pick([
      () =>
        `let ${count} = 0; const ${name} = () => { ${count}++; ${this.#statements(inside)} }; ${name}(); later.push(${name})`,
      () => `${list}.map((a, i) => ${this.#expression(inside, 1)})`,
      () => `${list}.sort((a, b) => { ${this.#call()}; return ${this.#call()} - 1 })`,
      () => `${list}.reduce((sum, one) => { ${this.#statements(inside)}\nreturn sum }, 0)`,
      () => `'ab'.replace(/./g, (one) => ${this.#expression(inside, 1)})`,
      () => `JSON.stringify({ toJSON() { return ${this.#call()} } })`,
      () =>
        `new Promise((resolve, reject) => { ${this.#statements(inside)}\nresolve() }).then(() => ${this.#call()}).catch(note)`,
    ])()
  }

  // --- objects and classes ---

  #object(around: Surroundings): string {
    const name = this.#name()
    const inside = this.#within(around)
    const members = [
      `m(${this.#parameters(around)}) { ${this.#statements(inside)} }`,
      `get g() { ${this.#statements(inside)} }`,
      `set s(value) { ${this.#call()}; ${this.#statements(inside)} }`,
      `*[Symbol.iterator]() { ${this.#statements({ ...inside, generator: true })} }`,
      `[${this.#call()}]: ${this.#expression(inside, 1)}`,
      `...{ a: ${this.#call()} }`,
      `toString() { return super.toString() + ${this.#call()} }`,
    ]
    const uses = [`${name}.m?.(1)`, `${name}.g`, `${name}.s = ${this.#call()}`, `\`\${${name}}\``]
    return `const ${name} = { ${members.filter(() => !this.#chance(2)).join(', ')} }; ${this.#pick(uses)}; for (const one of ${name}[Symbol.iterator] ? ${name} : []) if (t(8)) break`
  }

  #class(around: Surroundings): string {
    const name = this.#name()
    const inside = this.#within(around)
    const value = (): string => this.#expression(inside, 1)
    const members = [
      `x = ${value()}`,
      `static y = ${value()}`,
      `#p = ${value()}`,
      `static { ${this.#blockWithoutReturn()} }`,
      `[${this.#call()}] = ${value()}`,
      `get g() { ${this.#statements(inside)} }`,
      `set g(value) { ${this.#call()} }`,
      `static async later() { ${this.#statements({ ...inside, async: true })} }`,
    ]
    const chosen = members.filter(() => !this.#chance(2)).map((member) => `${member};`)
    const uses = [`new ${name}().m(); new ${name}().g`, `new ${name}().g = 1`, `${name}.later?.().catch(note)`]
    return `class ${name} {\n${chosen.join('\n')}\nm(a = ${value()}) {\n${this.#statements(inside)}\n}\n}\n${this.#pick(uses)}`
  }

  #subclass(around: Surroundings): string {
    const [base, name] = [this.#name(), this.#name()]
    const inside = this.#within(around)
    const before = this.#chance(2) ? `${this.#call()}; ` : ''
    return (
      `class ${base} { constructor(${this.#parameters(around)}) { ${this.#statements(inside)} } m() { return ${this.#call()} } static s() { return new.target === undefined && ${this.#call()} } }\n` +
      `class ${name} extends ${base} { z = ${this.#expression(inside, 1)}; constructor() { ${before}super(${this.#call()}); ${this.#statements(inside)} } m() { return super.m() || ${this.#call()} } static s() { return super.s() } }\n` +
      this.#pick([`new ${name}().m()`, `${name}.s()`, `Reflect.construct(${base}, [], ${name}).m()`])
    )
  }

  #blockWithoutReturn(): string {
    return this.#pick([
      this.#call(),
      `if (${this.#call()}) { ${this.#call()} }`,
      `let z = 1; ${this.#call()}; z = ${this.#call()}`,
    ])
  }

  // --- expressions ---

  #call(): string {
    return this.#chance(4) ? `f(${this.#number()})` : `t(${this.#number()})`
  }

  #expression(around: Surroundings, depth: number): string {
    if (depth <= 0) return this.#chance(4) ? `(${this.#inert()})` : this.#call()
    const inner = (): string => this.#expression(around, depth - 1)
    const within = (): string => this.#expression({ ...around, async: false, generator: false }, depth - 1)
    const choices = [
      () => this.#call(),
      () => `(${inner()} && ${inner()})`,
      () => `(${inner()} || (${inner()} && ${inner()}) || ${inner()})`,
      () => `(${inner()} ?? ${inner()})`,
      () => `(${inner()} ? ${inner()} : ${inner()})`,
      () => `(${inner()}, ${inner()})`,
      () => `[${inner()}, ...[${inner()}]].length`,
      () => `({ a: ${inner()}, [${this.#call()}]: ${inner()} }).a`,
      () => `(() => ${within()})()`,
      () => `((a = ${this.#call()}) => { return a || ${this.#call()} })()`,
      () => `(function () { ${this.#call()}; return ${this.#call()} })()`,
      () => `(function () { return arguments.length + ${this.#call()} })(...[1, ${inner()}])`,
      () => `\`\${${inner()}}\``,
      () => `tag\`a\${${inner()}}b\${() => ${this.#call()}}\``,
      () => `(t(1) ? null : { m: t })?.m?.(${inner()})`,
      () => `!${inner()}`,
      () => `typeof ${inner()}`,
    ]
    if (around.async)
      choices.push(
        () => `(await ${inner()})`,
        () => `(await Promise.resolve(${inner()}))`,
      )
    if (around.generator) choices.push(() => `(yield ${inner()})`)
    return this.#pick(choices)()
  }
}
