import { counter } from './counters.ts'
import { parseCoupon } from './coupon-parser.ts'
import { noDiscount } from './discounts.ts'
import { ShopError } from './errors.ts'
import { Money } from './money.ts'
import type { Product } from './products.ts'
import { TaxClass, taxOf } from './tax.ts'

export interface Line {
  readonly product: Product
  readonly quantity: number
}

const nextId = counter('cart')

export class Cart {
  static readonly #limits = new Map<TaxClass, number>()

  static {
    Cart.limit(TaxClass.Reduced, 20)
    Cart.limit(TaxClass.Exempt, 5)
  }

  readonly id = nextId()
  readonly #lines = new Map<string, Line>()
  #discount = noDiscount

  static limit(taxClass: TaxClass, quantity: number): void {
    Cart.#limits.set(taxClass, quantity)
  }

  add(product: Product, quantity = 1): this {
    const inCart = this.#lines.get(product.sku)?.quantity ?? 0
    this.#check(product.taxClass, inCart + quantity)
    this.#lines.set(product.sku, { product, quantity: inCart + quantity })
    return this
  }

  get size(): number {
    let size = 0
    for (const { quantity } of this) size += quantity
    return size
  }

  get coupon(): string {
    return this.#discount.name
  }

  set coupon(code: string) {
    this.#discount = code ? parseCoupon(code) : noDiscount
  }

  total(): Money {
    return this.#discount.apply(Money.sum(this.#amounts()))
  }

  tax(): Money {
    return Money.sum(
      Array.from(this, ({ product, quantity }) => taxOf(product.price, product.taxClass).times(quantity)),
    )
  }

  *[Symbol.iterator](): Generator<Line> {
    yield* this.#lines.values()
  }

  *#amounts(): Generator<Money> {
    for (const { product, quantity } of this) yield product.price.times(quantity)
  }

  #check(taxClass: TaxClass, quantity: number): void {
    if (!Number.isInteger(quantity) || quantity < 1) throw new RangeError(`No such quantity: ${quantity}`)
    const limit = Cart.#limits.get(taxClass) ?? 1000
    if (quantity > limit) throw new ShopError(`At most ${limit}, please`)
  }
}
