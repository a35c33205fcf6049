import type { ReactNode } from 'react'
import type { Cart } from './cart'
import { money, plural } from './format'

interface CartViewProps {
  cart: Cart
  sum: number
  onRemove: (sku: string) => void
  onClear?: () => void
  note?: ReactNode
}

export function CartView({ cart, sum, onRemove, onClear, note = null }: CartViewProps) {
  if (cart.length === 0) return <p>Your cart is empty.</p>
  return (
    <section aria-label="Cart">
      <h2>{plural(cart.length, 'product')}</h2>
      <ul>
        {cart.map(({ sku, name, price, quantity }) => (
          <li key={sku}>
            {quantity > 1 && <b>{quantity} × </b>}
            {name} {money(price * quantity)}
            <button onClick={() => onRemove(sku)}>Remove {name}</button>
          </li>
        ))}
      </ul>
      <output>{money(sum)}</output>
      {onClear ? <button onClick={onClear}>Clear</button> : null}
      {note}
    </section>
  )
}
