import { counter } from './counters.ts'

const nextReference = counter('E')

/** What a customer may be shown, with a reference for the support desk. */
export class ShopError extends Error {
  readonly reference = nextReference()

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

export class OutOfStock extends ShopError {
  constructor(
    readonly sku: string,
    readonly missing: number,
  ) {
    super(`${missing} of ${sku} missing`)
  }
}

export class InvalidCoupon extends ShopError {
  constructor(
    readonly code: string,
    readonly position: number,
    problem: string,
  ) {
    super(`${problem} at word ${position} of "${code}"`)
  }
}

export class PaymentDeclined extends ShopError {}

export class GatewayDown extends ShopError {
  readonly temporary = true
}

export function isTemporary(error: unknown): boolean {
  return error instanceof ShopError && 'temporary' in error
}
