import { Money } from './money.ts'
import { TaxClass } from './tax.ts'

export class Product {
  readonly price: Money
  readonly tags = new Set<string>()

  constructor(
    readonly sku: string,
    readonly name: string,
    euros: number,
    readonly taxClass: TaxClass = TaxClass.Standard,
  ) {
    this.price = Money.of(euros)
  }

  get label(): string {
    return `${this.name}, ${this.priceTag()}`
  }

  tag(...tags: string[]): this {
    for (const tag of tags) this.tags.add(tag)
    return this
  }

  protected priceTag(): string {
    return this.price.isFree ? 'free' : `${this.price}`
  }
}

/** Comes with a licence of its own. */
export class Download extends Product {
  readonly licence = licenceFor(this.sku)

  constructor(
    sku: string,
    name: string,
    euros: number,
    private readonly megabytes: number,
  ) {
    super(sku, name, euros)
  }

  protected override priceTag(): string {
    return `${super.priceTag()} for ${this.megabytes} MB`
  }
}

/** Several products for less. */
export class Bundle extends Product {
  constructor(sku: string, parts: readonly Product[], saving = savingFor(parts.length)) {
    super(sku, nameOf(parts), priceOf(parts) * (1 - saving))
  }
}

function licenceFor(sku: string): string {
  return `${sku}-${[...sku].reverse().join('')}`
}

function nameOf(parts: readonly Product[]): string {
  return parts.map((part) => part.name).join(' & ')
}

function priceOf(parts: readonly Product[]): number {
  return Money.sum(parts.map(({ price }) => price)).cents / 100
}

function savingFor(count: number): number {
  return count > 2 ? 0.25 : 0.1
}
