import { useCallback, useMemo, useReducer } from 'react'
import { type Cart, changeCart, total } from './cart'
import type { Product } from './catalog'

export interface CartHandle {
  cart: Cart
  sum: number
  add(product: Product): void
  remove(sku: string): void
  clear(): void
}

export function useCart(start: Cart = []): CartHandle {
  const [cart, dispatch] = useReducer(changeCart, start)
  const sum = useMemo(() => total(cart), [cart])
  const add = useCallback((line: Product) => dispatch({ type: 'add', line }), [])
  const remove = useCallback((sku: string) => dispatch({ type: 'remove', sku }), [])
  const clear = (): void => dispatch({ type: 'clear' })
  return { cart, sum, add, remove, clear }
}
