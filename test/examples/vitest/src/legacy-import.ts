import { Product } from './products.ts'

/** Reads the price list of the old shop: `sku;name;price` on each line. */
export function importPriceList(text: string): Product[] {
  const products: Product[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#')) continue
    try {
      products.push(parseLine(line))
    } catch (cause) {
      throw new SyntaxError(`Line ${index + 1} makes no sense`, { cause })
    }
  }
  return products
}

function parseLine(line: string): Product {
  const [sku, name, price] = line.split(';')
  if (!sku || !name || !price) throw new RangeError('Three columns, please')
  return new Product(sku, name, Number(price.replace(',', '.')))
}
