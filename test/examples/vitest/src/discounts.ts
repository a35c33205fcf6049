import { Money } from './money.ts'

export interface Discount {
  readonly name: string
  apply(total: Money): Money
}

export const noDiscount: Discount = {
  name: 'none',
  apply: (total) => total,
}

export function percentOff(percent: number, name = nameFor(percent, '%')): Discount {
  const discount: Discount = {
    name,
    apply(total) {
      return total.times(1 - percent / 100)
    },
  }
  return discount
}

export function eurosOff(euros: number, name = nameFor(euros, ' EUR')): Discount {
  const discount: Discount = {
    name,
    apply(total) {
      return total.minus(Money.of(euros))
    },
  }
  return discount
}

/** One after the other. */
export function allOf(discounts: readonly Discount[]): Discount {
  const discount: Discount = {
    name: namesOf(discounts, ' and '),
    apply(total) {
      return discounts.reduce((rest, each) => each.apply(rest), total)
    },
  }
  return discount
}

/** The one that takes off most. */
export function bestOf(discounts: readonly Discount[]): Discount {
  const discount: Discount = {
    name: namesOf(discounts, ' or '),
    apply(total) {
      const totals = discounts.map((each) => each.apply(total))
      const [lowest = total] = totals.sort((left, right) => left.compareTo(right))
      return lowest
    },
  }
  return discount
}

function nameFor(value: number, unit: string): string {
  return `${value}${unit} off`
}

function namesOf(discounts: readonly Discount[], separator: string): string {
  return discounts.map(({ name }) => name).join(separator)
}
