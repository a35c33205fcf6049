import type { Money } from './money.ts'
import type { Product } from './products.ts'

const orderings = {
  name: (left: Product, right: Product): number => left.name.localeCompare(right.name),
  price: (left: Product, right: Product): number => left.price.compareTo(right.price),
}

export interface SearchOptions {
  orderBy?: keyof typeof orderings
  atMost?: Money
}

/** The products that mention every word. */
export function search(
  products: readonly Product[],
  text: string,
  { orderBy = 'name', atMost }: SearchOptions = {},
): Product[] {
  const words = wordsOf(text)
  const found: Product[] = []
  nextProduct: for (const product of products) {
    if (atMost && product.price.compareTo(atMost) > 0) continue
    for (const word of words) {
      if (!mentions(product, word)) continue nextProduct
    }
    found.push(product)
  }
  /* v8 ignore next */
  if (found.length > 10_000) console.warn(`${found.length} products found for "${text}"`)
  return found.sort(orderings[orderBy])
}

/** `<b>` around every word that was looked for. */
export function highlight(name: string, text: string): string {
  const words = wordsOf(text)
  return name.replace(/\w+/g, (word) => (words.includes(word.toLowerCase()) ? `<b>${word}</b>` : word))
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().split(' ')
  return words.filter((word) => word !== '')
}

function mentions({ name, tags }: Product, word: string): boolean {
  return tags.has(word) || name.toLowerCase().includes(word)
}

// For the debugger's console.
export function dump(products: readonly Product[]): void { // tstrace: no cover
  console.table(products.map(({ sku, name }) => ({ sku, name })))
}
