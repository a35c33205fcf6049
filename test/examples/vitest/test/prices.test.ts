import { describe, expect, test } from 'vitest'
import { Money } from '../src/money.ts'
import { Bundle, Download, Product } from '../src/products.ts'
import { TaxClass, taxOf } from '../src/tax.ts'

describe('money', () => {
  test('adds up to the cent', () => {
    const sum = Money.of(0.1).plus(Money.of(0.2))
    expect(sum.cents).toBe(30)
  })

  test('knows equal amounts', () => {
    const price = Money.of(5)
    expect(Money.equals(price, price)).toBe(true)
    expect(Money.equals(price, Money.of(5))).toBe(true)
    expect(price.equals(Money.of(4))).toBe(false)
  })

  test('reads as euros', () => {
    const price = Money.of(12.5)
    expect(`${price}`).toBe('12.50 EUR')
    expect(JSON.stringify({ price })).toBe('{"price":"12.50 EUR"}')
  })
})

describe('tax', () => {
  test.each([
    [TaxClass.Standard, 800],
    [TaxClass.Reduced, 200],
  ])('takes its share of %s goods', (taxClass, cents) => {
    expect(taxOf(Money.of(40), taxClass).cents).toBe(cents)
  })
})

describe('a product', () => {
  test('has a label with its price', () => {
    expect(new Product('T1', 'Tea', 4.5).label).toBe('Tea, 4.50 EUR')
    expect(new Product('S1', 'Sample', 0).label).toBe('Sample, free')
  })

  test('to download has a licence', () => {
    const song = new Download('AB', 'Song', 1, 8)
    expect(song.licence).toBe('AB-BA')
    expect(song.label).toBe('Song, 1.00 EUR for 8 MB')
  })

  test('costs less in a bundle', () => {
    const bundle = new Bundle('B1', [new Product('M1', 'Mug', 6), new Product('T1', 'Tea', 4)])
    expect(bundle.name).toBe('Mug & Tea')
    expect(bundle.price.cents).toBe(900)
  })
})
