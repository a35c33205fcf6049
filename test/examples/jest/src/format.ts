const currencies = { EUR: '€', USD: '$' } as const

export type Currency = keyof typeof currencies

export function money(amount: number, currency: Currency = 'EUR'): string {
  const text = amount.toFixed(2)
  return currency === 'EUR' ? `${text} ${currencies.EUR}` : `${currencies[currency]}${text}`
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
