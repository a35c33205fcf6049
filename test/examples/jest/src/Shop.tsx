import { useEffect, useState } from 'react'
import { CartView } from './CartView'
import { type Product, loadCatalog } from './catalog'
import { money } from './format'
import { useCart } from './use-cart'

type State = { step: 'loading' } | { step: 'failed'; reason: string } | { step: 'ready'; products: Product[] }

export function Shop({ get }: { get: (path: string) => Promise<unknown> }) {
  const [state, setState] = useState<State>({ step: 'loading' })
  const { cart, sum, add, remove, clear } = useCart()

  useEffect(() => {
    let isGone = false
    loadCatalog(get).then(
      (products) => isGone || setState({ step: 'ready', products }),
      (error: Error) => isGone || setState({ step: 'failed', reason: error.message }),
    )
    return () => {
      isGone = true
    }
  }, [get])

  switch (state.step) {
    case 'loading':
      return <p>Loading…</p>
    case 'failed':
      return <p role="alert">{state.reason}</p>
    case 'ready':
      return (
        <main>
          {state.products.map((product) => (
            <button key={product.sku} onClick={() => add(product)}>
              Buy {product.name} for {money(product.price)}
            </button>
          ))}
          <CartView cart={cart} sum={sum} onRemove={remove} onClear={cart.length > 1 ? clear : undefined} />
        </main>
      )
  }
}
