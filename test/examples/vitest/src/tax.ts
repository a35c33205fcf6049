import type { Money } from './money.ts'

export enum TaxClass {
  Standard = 'standard',
  Reduced = 'reduced',
  Exempt = 'exempt',
}

export namespace Vat {
  const standard = percent(20)
  const reduced = percent(5)

  export function rateOf(taxClass: TaxClass): number {
    switch (taxClass) {
      case TaxClass.Reduced:
        return reduced
      case TaxClass.Exempt:
        return 0
      default:
        return standard
    }
  }

  function percent(value: number): number {
    return value / 100
  }
}

export function taxOf(price: Money, taxClass: TaxClass = TaxClass.Standard): Money {
  return price.times(Vat.rateOf(taxClass))
}
