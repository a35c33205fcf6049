/**
 * @vitest-environment happy-dom
 * @jest-environment jsdom
 */
import { expect, jest, test } from '@jest/globals'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { Shop } from '../src/Shop'

const products = [
  { sku: 'M1', name: 'Mug', price: 8 },
  { sku: 'T1', name: 'Tea', price: 4.5 },
]

const open = async (get: (path: string) => Promise<unknown>): Promise<void> => {
  await act(async () => {
    render(<Shop get={get} />)
  })
}

const press = (name: string): boolean => fireEvent.click(screen.getByRole('button', { name }))

test('sells', async () => {
  const get = jest.fn(async () => products)
  await open(get)
  expect(screen.queryByText('Your cart is empty.')).not.toBeNull()
  press('Buy Mug for 8.00 €')
  press('Buy Tea for 4.50 €')
  press('Buy Tea for 4.50 €')
  expect(screen.getByRole('status').textContent).toBe('17.00 €')
  press('Remove Mug')
  expect(screen.getByRole('status').textContent).toBe('9.00 €')
})

test('can be cleared', async () => {
  await open(async () => products)
  press('Buy Mug for 8.00 €')
  press('Buy Tea for 4.50 €')
  press('Clear')
  expect(screen.queryByText('Your cart is empty.')).not.toBeNull()
})

test('tells what went wrong', async () => {
  await open(async () => 'nothing')
  expect(screen.getByRole('alert').textContent).toBe('no catalog at /catalog')
})

test('shows that it is loading', async () => {
  await open(() => new Promise(() => {}))
  expect(screen.queryByText('Loading…')).not.toBeNull()
})
