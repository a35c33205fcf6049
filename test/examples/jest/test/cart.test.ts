import { describe, expect, test } from '@jest/globals'
import { type Cart, changeCart, total } from '../src/cart'
import { money, plural } from '../src/format'

const mug = { sku: 'M1', name: 'Mug', price: 8 }
const tea = { sku: 'T1', name: 'Tea', price: 4.5 }

describe('a cart', () => {
  const filled: Cart = changeCart(changeCart([], { type: 'add', line: mug }), { type: 'add', line: tea, quantity: 2 })

  test('adds up', () => {
    expect(total(filled)).toBe(17)
  })

  test('takes more of the same', () => {
    const more = changeCart(filled, { type: 'add', line: mug, quantity: 3 })
    expect(more.map(({ quantity }) => quantity)).toEqual([4, 2])
  })

  test('gives back', () => {
    expect(changeCart(filled, { type: 'remove', sku: 'M1' })).toHaveLength(1)
    expect(changeCart(filled, { type: 'clear' })).toEqual([])
  })
})

test.each([
  [1, '1 mug'],
  [3, '3 mugs'],
])('%i is %s', (count, text) => {
  expect(plural(count, 'mug')).toBe(text)
})

test('money', () => {
  expect([money(8), money(4.5, 'USD')]).toEqual(['8.00 €', '$4.50'])
})
