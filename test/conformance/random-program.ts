/** Programs that nobody would write: every way in and out of a statement, in any mixture, ending for sure. */

/** A number from 0 up to, not including, `limit`. */
export type Dice = (limit: number) => number

/** The same numbers for the same seed (mulberry32). */
export function dice(seed: number): Dice {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

/**
 * A script for a realm that has `t(n)`, whose value nobody can foresee, and `f(n)`, which at times throws. It ends
 * with a call of `done()`.
 */
export function randomProgram(seed: number): string {
  return new Author(dice(seed)).program()
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
    const run = `try { ${async ? 'await ' : ''}main() } catch (error) { log(error.name === 'Error' ? error.message : error.name) }`
    return `${main}\n(${async ? 'async ' : ''}() => { for (let run = 0; run < 6; run++) ${run}\ndone() })()\n`
  }

  #chance(oneIn: number): boolean {
    return this.#dice(oneIn) === 0
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
      () => this.#class(around),
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
        case 0:
          return `{ ${name} = ${this.#expression(around, 1)}, a: [${this.#name()} = ${this.#number()}] = [] } = ${this.#pick(['{}', '{ a: [1] }', 't(1) || {}'])}`
        case 1:
          return `[${name} = ${this.#expression(around, 1)}] = [${this.#pick(['', '1', this.#call()])}]`
        case 2:
          return `${name} = ${this.#inert()}`
        case 3:
          return kind === 'const' ? `${name} = 1` : name
        default:
          return `${name} = ${this.#expression(around, 2)}`
      }
    }
    return `${kind} ${Array.from({ length: 1 + this.#dice(3) }, one).join(', ')}`
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
    const choices = ['return', `return ${this.#call()}`, `throw new Error('${this.#number()}')`]
    for (const label of loops)
      choices.push(`break ${label}`, `continue ${label}`, `if (t(${this.#number()})) break ${label}`)
    if (loops.length > 0) choices.push('continue', `if (t(${this.#number()})) continue`)
    if (loops.length > 0 || blocks.includes('')) choices.push('break')
    for (const label of blocks) if (label) choices.push(`break ${label}`)
    if (generator) choices.push(`yield ${this.#call()}`, `${this.#name()} = yield`)
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
    if (around.async) heads.push([`for await (const ${name} of [t(1), ${this.#call()}]) `, ''])
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

  #functionCalled(around: Surroundings): string {
    const name = this.#name()
    const inside = { depth: around.depth - 1, loops: [], blocks: [], async: false, generator: this.#chance(3) }
    const parameters = `a = ${this.#expression({ ...inside, generator: false }, 1)}, { b = ${this.#call()} } = {}`
    const text = `function${inside.generator ? '*' : ''} ${name}(${parameters}) {\n${this.#statements(inside)}\n}`
    return inside.generator ? `${text}\nfor (const one of ${name}()) if (t(7)) break` : `${text}\n${name}()`
  }

  #class(around: Surroundings): string {
    const name = this.#name()
    const inside = { depth: around.depth - 1, loops: [], blocks: [], async: false, generator: false }
    const value = (): string => this.#expression(inside, 1)
    const members = [
      `x = ${value()}`,
      `static y = ${value()}`,
      `#p = ${value()}`,
      `static { ${this.#blockWithoutReturn()} }`,
      `[${this.#call()}] = ${value()}`,
      `get g() { ${this.#statements(inside)} }`,
    ]
    const chosen = members.filter(() => this.#chance(2)).map((member) => `${member};`)
    return `class ${name} {\n${chosen.join('\n')}\nm(a = ${value()}) {\n${this.#statements(inside)}\n}\n}\nnew ${name}().m(); new ${name}().g`
  }

  #blockWithoutReturn(): string {
    return this.#pick([
      this.#call(),
      `if (${this.#call()}) { ${this.#call()} }`,
      `let z = 1; ${this.#call()}; z = ${this.#call()}`,
    ])
  }

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
      () => `\`\${${inner()}}\``,
      () => `(t(1) ? null : { m: t })?.m?.(${inner()})`,
      () => `!${inner()}`,
    ]
    if (around.async)
      choices.push(
        () => `(await ${inner()})`,
        () => `(await ${inner()})`,
      )
    if (around.generator) choices.push(() => `(yield ${inner()})`)
    return this.#pick(choices)()
  }
}
