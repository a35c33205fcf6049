import { OutOfStock } from './errors.ts'
import { EventBus } from './events.ts'

export interface StockEvents {
  low: { sku: string; left: number }
  expired: { sku: string }
}

export class Inventory {
  static readonly holdTime = minutes(15)
  static #lowMark = 2

  readonly #stock = new Map<string, number>()

  constructor(readonly events = new EventBus<StockEvents>()) {}

  static get lowMark(): number {
    return Inventory.#lowMark
  }

  static set lowMark(mark: number) {
    Inventory.#lowMark = Math.max(0, mark)
  }

  available(sku: string): number {
    return this.#stock.get(sku) ?? 0
  }

  restock(sku: string, quantity: number): void {
    this.#change(sku, quantity)
  }

  take(sku: string, quantity: number): void {
    const missing = quantity - this.available(sku)
    if (missing > 0) throw new OutOfStock(sku, missing)
    const left = this.#change(sku, -quantity)
    if (left < Inventory.lowMark) this.events.emit('low', { sku, left })
  }

  /** Takes for a while. What it gives back makes that for good. */
  hold(sku: string, quantity: number, time = Inventory.holdTime): () => void {
    this.take(sku, quantity)
    const timer = setTimeout(() => this.#expire(sku, quantity), time)
    const keep = (): void => clearTimeout(timer)
    return keep
  }

  #expire(sku: string, quantity: number): void {
    this.restock(sku, quantity)
    this.events.emit('expired', { sku })
  }

  #change(sku: string, by: number): number {
    const left = this.available(sku) + by
    this.#stock.set(sku, left)
    return left
  }
}

function minutes(count: number): number {
  return count * 60_000
}
