import { Tally } from './counters.ts'
import { Money } from './money.ts'
import type { Order } from './orders.ts'
import { delay } from './retry.ts'

/** Hands out long lists piece by piece. */
export async function* pages<Item>(items: readonly Item[], size = 2): AsyncGenerator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) {
    await delay(1)
    yield items.slice(start, start + size)
  }
}

/** How many of each product were sold, as a bar chart. */
export async function chart(orders: readonly Order[]): Promise<string> {
  const sold = new Tally<string>()
  for await (const page of pages(orders)) {
    for (const { lines } of page) {
      for (const { product, quantity } of lines) sold.add(product.name, quantity)
    }
  }
  const rows = Array.from(sold, ([name, count]) => `${name} ${bar(count)}`)
  return rows.join('\n')
}

/** The totals come one by one from the archive, all at the same time. */
export async function revenue(orders: readonly Order[]): Promise<Money> {
  const totals = await Promise.all(
    orders.map(async (order) => {
      await delay(1)
      return amountOf(order)
    }),
  )
  return Money.sum(totals)
}

export const exporters = {
  json(orders: readonly Order[]): string {
    return JSON.stringify(orders.map(({ number, total }) => ({ number, total })))
  },

  csv: (orders: readonly Order[]): string => orders.map((order) => `${order.number};${order.status}`).join('\n'),
}

function amountOf({ status, total }: Order): Money {
  return status === 'Open' ? Money.zero : total
}

function bar(length: number, limit = 10): string {
  return length > limit ? `${bar(limit)}...` : '*'.repeat(length)
}
