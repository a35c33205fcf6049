import type { Line } from './cart'

export type Product = Omit<Line, 'quantity'>

export class CatalogError extends Error {
  override readonly name = 'CatalogError'
}

export async function loadCatalog(get: (path: string) => Promise<unknown>, path = '/catalog'): Promise<Product[]> {
  const answer = await get(path)
  if (!Array.isArray(answer)) {
    throw new CatalogError(`no catalog at ${path}`)
  }
  return answer.filter(isProduct)
}

function isProduct(one: unknown): one is Product {
  return typeof one === 'object' && one !== null && 'sku' in one && 'price' in one
}
