import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { StockEvents } from '../src/inventory.ts'
import { EventBus } from '../src/events.ts'
import { Inventory } from '../src/inventory.ts'

test('cannot give more than it has', () => {
  const inventory = new Inventory()
  inventory.restock('T1', 2)
  expect(() => inventory.take('T1', 5)).toThrow('3 of T1 missing')
})

describe('running low', () => {
  test('tells who asked', () => {
    Inventory.lowMark = 2
    const events = new EventBus<StockEvents>()
    const seen: string[] = []
    const off = events.on('low', ({ sku, left }) => seen.push(`${left} of ${sku}`))
    const inventory = new Inventory(events)
    inventory.restock('T1', 3)
    inventory.take('T1', 2)
    off()
    inventory.take('T1', 1)
    expect(seen).toEqual(['1 of T1'])
  })

  test('can order more', () => {
    Inventory.lowMark = 1
    const inventory = new Inventory()
    inventory.events.on('low', ({ sku }) => inventory.restock(sku, 10))
    inventory.restock('T1', 1)
    inventory.take('T1', 1)
    expect(inventory.available('T1')).toBe(10)
  })
})

describe('holding', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  test('ends after a quarter of an hour', () => {
    const inventory = new Inventory()
    inventory.restock('T1', 5)
    inventory.hold('T1', 2)
    expect(inventory.available('T1')).toBe(3)
    vi.advanceTimersByTime(15 * 60_000)
    expect(inventory.available('T1')).toBe(5)
  })

  test('can be made to last', () => {
    const inventory = new Inventory()
    inventory.restock('T1', 5)
    const keep = inventory.hold('T1', 2, 1000)
    keep()
    vi.advanceTimersByTime(1000)
    expect(inventory.available('T1')).toBe(3)
  })
})
