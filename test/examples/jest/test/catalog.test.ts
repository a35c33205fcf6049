import { expect, jest, test } from '@jest/globals'
import { CatalogError, loadCatalog } from '../src/catalog'

test('leaves out what is no product', async () => {
  const get = jest.fn(async () => [{ sku: 'M1', name: 'Mug', price: 8 }, { sku: 'X' }, null])
  expect(await loadCatalog(get)).toEqual([{ sku: 'M1', name: 'Mug', price: 8 }])
  expect(get).toHaveBeenCalledWith('/catalog')
})

test('complains of what is no catalog', async () => {
  await expect(loadCatalog(async () => 'no', '/nowhere')).rejects.toThrow(CatalogError)
})
