import { describe, expect, test } from 'vitest'
import { category, depth, find, outline, walk } from '../src/categories.ts'
import { Money } from '../src/money.ts'
import { Product } from '../src/products.ts'
import { highlight, search } from '../src/search.ts'

const shop = category('shop', category('drinks', category('tea'), category('coffee')), category('dishes'))

describe('categories', () => {
  test('are walked from the top down', () => {
    const names = Array.from(walk(shop), ({ name }) => name)
    expect(names).toEqual(['shop', 'drinks', 'tea', 'coffee', 'dishes'])
  })

  test('are found by name', () => {
    expect(find(shop, 'tea')).toBe(shop.children[0].children[0])
    expect(find(shop, 'toys')).toBe(undefined)
  })

  test('have a depth and an outline', () => {
    expect(depth(shop)).toBe(3)
    expect(outline(shop.children[0])).toBe('drinks\n  tea\n  coffee\n')
  })
})

describe('searching', () => {
  const stock = (): Product[] => [
    new Product('T2', 'Green tea', 6).tag('drink', 'hot'),
    new Product('T1', 'Black tea', 4).tag('drink', 'hot'),
    new Product('M1', 'Mug', 10),
  ]
  const names = (products: Product[]): string[] => products.map(({ name }) => name)

  test('finds the products with every word', () => {
    const found = search(stock(), 'hot tea')
    expect(names(found)).toEqual(['Black tea', 'Green tea'])
  })

  test('leaves out what costs too much', () => {
    const found = search(stock(), '', { orderBy: 'price', atMost: Money.of(6) })
    expect(names(found)).toEqual(['Black tea', 'Green tea'])
  })

  test('shows what was found', () => {
    expect(highlight('Green tea', 'TEA')).toBe('Green <b>tea</b>')
  })
})
