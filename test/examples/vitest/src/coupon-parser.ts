import type { Discount } from './discounts.ts'
import { allOf, bestOf, eurosOff, percentOff } from './discounts.ts'
import { InvalidCoupon } from './errors.ts'

/** Reads codes such as `10%`, `5+10%` or `BEST(20%,15)`. */
export function parseCoupon(code: string): Discount {
  return new CouponParser(code).parse()
}

class CouponParser {
  static readonly #words = /\d+%?|[A-Z]+|\S/g

  readonly #tokens: readonly string[]
  #position = 0

  constructor(private readonly code: string) {
    this.#tokens = code.match(CouponParser.#words) ?? []
  }

  parse(): Discount {
    const discount = this.#sum()
    if (this.#token !== undefined) throw this.#problem('something left over')
    return discount
  }

  get #token(): string | undefined {
    return this.#tokens[this.#position]
  }

  #sum(): Discount {
    const parts = [this.#part()]
    while (this.#skip('+')) parts.push(this.#part())
    return parts.length > 1 ? allOf(parts) : parts[0]
  }

  #part(): Discount {
    return this.#skip('BEST') ? this.#best() : this.#amount()
  }

  #best(): Discount {
    this.#expect('(')
    const choices = [this.#sum()]
    while (this.#skip(',')) choices.push(this.#sum())
    this.#expect(')')
    return bestOf(choices)
  }

  #amount(): Discount {
    const token = this.#token ?? ''
    const amount = Number.parseInt(token, 10)
    if (Number.isNaN(amount)) throw this.#problem('no amount')
    this.#position++
    return token.endsWith('%') ? percentOff(amount) : eurosOff(amount)
  }

  #skip(word: string): boolean {
    const found = this.#token === word
    if (found) this.#position++
    return found
  }

  #expect(word: string): void {
    if (!this.#skip(word)) throw this.#problem(`no "${word}"`)
  }

  #problem(text: string): InvalidCoupon {
    return new InvalidCoupon(this.code, this.#position + 1, text)
  }
}
