export interface Line {
  sku: string
  name: string
  price: number
  quantity: number
}

export type Cart = readonly Line[]

export type Action =
  | { type: 'add'; line: Omit<Line, 'quantity'>; quantity?: number }
  | { type: 'remove'; sku: string }
  | { type: 'clear' }

export function changeCart(cart: Cart, action: Action): Cart {
  switch (action.type) {
    case 'add': {
      const { line, quantity = 1 } = action
      const known = cart.find(({ sku }) => sku === line.sku)
      if (!known) return [...cart, { ...line, quantity }]
      return cart.map((one) => (one === known ? { ...one, quantity: one.quantity + quantity } : one))
    }
    case 'remove':
      return cart.filter(({ sku }) => sku !== action.sku)
    case 'clear':
      return []
  }
}

export const total = (cart: Cart): number => cart.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
