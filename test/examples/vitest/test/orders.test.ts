import { describe, expect, test } from 'vitest'
import type { Shop } from '../src/orders.ts'
import type { Gateway } from '../src/payments.ts'
import { Cart } from '../src/cart.ts'
import { Inventory } from '../src/inventory.ts'
import { Money } from '../src/money.ts'
import { Order, confirm, placeOrder } from '../src/orders.ts'
import { CardGateway, ShakyGateway } from '../src/payments.ts'
import { Product } from '../src/products.ts'

function openShop(gateway: Gateway): Shop & { log: string[] } {
  const inventory = new Inventory()
  inventory.restock('M1', 5)
  return { inventory, gateway, log: [] }
}

const mugs = (quantity: number): Cart => new Cart().add(new Product('M1', 'Mug', 10), quantity)

test('an order moves on until it is shipped', () => {
  const order = new Order([], Money.zero).advance().advance()
  expect(order.status).toBe('Shipped')
  expect(() => order.advance()).toThrow('is Shipped already')
})

describe('placing an order', () => {
  test('takes from stock and is paid', async () => {
    const shop = openShop(new CardGateway(Money.of(100)))
    const order = await placeOrder(mugs(2), shop)
    expect(order.status).toBe('Paid')
    expect(shop.inventory.available('M1')).toBe(3)
  })

  test('can be confirmed', async () => {
    const { inventory, gateway } = openShop(new CardGateway(Money.of(100)))
    const text = await confirm(placeOrder(mugs(1), { inventory, gateway }))
    expect(text).toMatch(/^order-\d+ for 10.00 EUR$/)
  })

  test('gives back what was not paid', async () => {
    const shop = openShop(new CardGateway(Money.of(15)))
    await expect(placeOrder(mugs(2), shop)).rejects.toThrow('20.00 EUR declined')
    expect(shop.inventory.available('M1')).toBe(5)
    expect(shop.log).toHaveLength(1)
  })

  test('tries again when the gateway is down', async () => {
    const shop = openShop(new ShakyGateway(Money.of(100), 2))
    const order = await placeOrder(mugs(2), shop)
    expect(order.status).toBe('Paid')
  })

  test('gives up in the end', async () => {
    const shop = openShop(new ShakyGateway(Money.of(100), 3))
    await expect(placeOrder(mugs(2), shop)).rejects.toThrow('No answer')
  })
})
