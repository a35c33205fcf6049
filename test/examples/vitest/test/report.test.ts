import { expect, test } from 'vitest'
import { Order } from '../src/orders.ts'
import { Product } from '../src/products.ts'
import { chart, exporters, revenue } from '../src/report.ts'

function order(name: string, quantity: number): Order {
  const product = new Product(name.slice(0, 1), name, 2)
  return new Order([{ product, quantity }], product.price.times(quantity))
}

test('draws a chart of what was sold', async () => {
  const orders = [order('Tea', 3), order('Mug', 12), order('Tea', 1)]
  expect(await chart(orders)).toBe('Tea ****\nMug **********...')
})

test('adds up what was paid', async () => {
  const paid = order('Tea', 3).advance()
  const open = order('Mug', 1)
  const total = await revenue([paid, open])
  expect(total.cents).toBe(600)
})

test('exports to JSON and CSV', () => {
  const placed = order('Mug', 2)
  expect(JSON.parse(exporters.json([placed]))).toEqual([{ number: placed.number, total: '4.00 EUR' }])
  expect(exporters.csv([placed])).toBe(`${placed.number};Open`)
})
