import { counter } from './counters.ts'
import { GatewayDown, PaymentDeclined } from './errors.ts'
import type { Money } from './money.ts'
import { delay } from './retry.ts'

export abstract class Gateway {
  readonly #nextReceipt = counter('R', 100)

  async pay(amount: Money): Promise<string> {
    const authorised = await this.authorise(amount)
    if (!authorised) throw new PaymentDeclined(`${amount} declined`)
    return this.#nextReceipt()
  }

  protected abstract authorise(amount: Money): Promise<boolean>
}

export class CardGateway extends Gateway {
  constructor(private readonly limit: Money) {
    super()
  }

  protected override async authorise(amount: Money): Promise<boolean> {
    await delay(1)
    return amount.compareTo(this.limit) <= 0
  }
}

/** Down for the first few payments. */
export class ShakyGateway extends CardGateway {
  #failures: number

  constructor(limit: Money, failures: number) {
    super(limit)
    this.#failures = failures
  }

  protected override async authorise(amount: Money): Promise<boolean> {
    if (this.#failures-- > 0) throw new GatewayDown('No answer')
    return super.authorise(amount)
  }
}
