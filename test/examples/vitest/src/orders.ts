import type { Cart, Line } from './cart.ts'
import { counter } from './counters.ts'
import { ShopError } from './errors.ts'
import type { Inventory } from './inventory.ts'
import type { Money } from './money.ts'
import type { Gateway } from './payments.ts'
import { retry } from './retry.ts'

export enum OrderStatus {
  Open,
  Paid,
  Shipped,
}

const nextNumber = counter('order', 1000)

export class Order {
  readonly number = nextNumber()
  #status: OrderStatus

  constructor(
    readonly lines: readonly Line[],
    readonly total: Money,
  ) {
    this.#status = OrderStatus.Open
  }

  get status(): string {
    return OrderStatus[this.#status]
  }

  advance(): this {
    switch (this.#status) {
      case OrderStatus.Open:
        this.#status = OrderStatus.Paid
        break
      case OrderStatus.Paid:
        this.#status = OrderStatus.Shipped
        break
      default:
        throw new ShopError(`${this.number} is ${this.status} already`)
    }
    return this
  }
}

export interface Shop {
  readonly inventory: Inventory
  readonly gateway: Gateway
  readonly log?: string[]
}

/** All or nothing: what was taken from stock goes back if the payment fails. */
export async function placeOrder(cart: Cart, { inventory, gateway, log }: Shop): Promise<Order> {
  const order = new Order([...cart], cart.total())
  const taken: Line[] = []
  try {
    for (const line of order.lines) {
      inventory.take(line.product.sku, line.quantity)
      taken.push(line)
    }
    await retry(() => gateway.pay(order.total))
    return order.advance()
  } catch (error) {
    taken.forEach(({ product, quantity }) => inventory.restock(product.sku, quantity))
    throw error
  } finally {
    log?.push(`${order.number} ${order.status}`)
  }
}

export function confirm(order: Promise<Order>): Promise<string> {
  return order.then(({ number, total }) => `${number} for ${total}`)
}
