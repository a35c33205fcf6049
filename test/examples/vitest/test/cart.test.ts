import { describe, expect, test } from 'vitest'
import { Cart } from '../src/cart.ts'
import { Product } from '../src/products.ts'
import { TaxClass } from '../src/tax.ts'

const mug = (): Product => new Product('M1', 'Mug', 10)
const tea = (): Product => new Product('T1', 'Tea', 4, TaxClass.Reduced)

describe('adding', () => {
  test('keeps one line for each product', () => {
    const cart = new Cart().add(mug()).add(tea()).add(tea(), 2)
    expect(cart.size).toBe(4)
    expect([...cart]).toHaveLength(2)
  })

  test('refuses what nobody can buy', () => {
    const cart = new Cart()
    expect(() => cart.add(mug(), 0)).toThrow(RangeError)
    expect(() => cart.add(tea(), 21)).toThrow('At most 20, please')
  })
})

describe('paying', () => {
  test('takes the coupon off', () => {
    const cart = new Cart().add(mug()).add(tea(), 2)
    cart.coupon = '10%'
    expect(cart.coupon).toBe('10% off')
    expect(cart.total().cents).toBe(1620)
  })

  test('adds up the taxes', () => {
    const cart = new Cart().add(mug()).add(tea(), 2)
    expect(cart.tax().cents).toBe(240)
  })
})
