/** An amount of euros, kept in cents. */
export class Money {
  static readonly zero = Money.of(0)

  private constructor(readonly cents: number) {}

  static of(euros: number): Money {
    return new Money(Math.round(euros * 100))
  }

  static sum(amounts: Iterable<Money>): Money {
    let total = Money.zero
    for (const amount of amounts) total = total.plus(amount)
    return total
  }

  static equals(left: Money, right: Money): boolean {
    return left === right || left.equals(right)
  }

  get isFree(): boolean {
    return this.cents === 0
  }

  plus(other: Money): Money {
    return new Money(this.cents + other.cents)
  }

  /** Never below zero. */
  minus(other: Money): Money {
    return new Money(Math.max(0, this.cents - other.cents))
  }

  times(factor: number): Money {
    return new Money(Math.round(this.cents * factor))
  }

  compareTo(other: Money): number {
    return this.cents - other.cents
  }

  equals(other: Money): boolean {
    return this.compareTo(other) === 0
  }

  toString(): string {
    return `${(this.cents / 100).toFixed(2)} EUR`
  }

  toJSON(): string {
    return this.toString()
  }
}
