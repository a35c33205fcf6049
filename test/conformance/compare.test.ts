/** The checks of this folder can fail. */
import { expect, test } from 'vitest'
import type { FileSites } from '../../src/model/sites.ts'
import { findSites } from '../../src/source/number-source.ts'
import { AcceptedDifferences, differences } from './compare.ts'
import { askIstanbul } from './oracle.ts'
import { istanbulSites, ourSites } from './site-keys.ts'

const path = 'shop.js'
const text = 'function total(prices, tax = 1) {\n  return prices ? sum(prices) : 0\n}\n'

function compared(change: (sites: FileSites) => void = () => {}, counts: number[] = []): string[] {
  const found = findSites(text, { path })
  if (!('sites' in found)) throw new Error(found.message)
  const sites = structuredClone(found.sites)
  sites.functions.shift()
  change(sites)
  const theirs = istanbulSites(askIstanbul(text, path, false).coverage)
  return differences({ text, ours: ourSites(sites, counts), theirs, extras: new Set() })
}

test('equal sites do not differ', () => {
  expect(compared()).toEqual([])
})

test('a site that is missing, and one that nobody knows', () => {
  expect(compared((sites) => sites.statements.pop())).toEqual([
    'missing statement 2:2-2:33 | return prices ? sum(prices) : 0',
  ])
  expect(
    compared(({ statements }) => {
      const [first] = statements
      if (first) first.range.end.column++
    }),
  ).toEqual([
    'extra statement 2:2-2:34 | return prices ? sum(prices) : 0',
    'missing statement 2:2-2:33 | return prices ? sum(prices) : 0',
  ])
})

test('arms in another order, and a function that starts elsewhere', () => {
  expect(compared(({ branches }) => branches.at(-1)?.arms.reverse())).toHaveLength(2)
  expect(
    compared(({ functions }) => {
      const [first] = functions
      if (first) first.body.start.line++
    }),
  ).toHaveLength(2)
})

test('a count that is off by one', () => {
  const counts: number[] = []
  const found = compared((sites) => {
    counts[sites.functions[0]?.counter ?? 0] = 1
  }, counts)
  expect(found[0]).toMatch(/^counted \[\[1\]\], not \[\[0\]\]: /)
})

test('a site that Istanbul is not supposed to know', () => {
  const theirs = istanbulSites(askIstanbul(text, path, false).coverage)
  const extras = new Set(theirs.keys())
  expect(differences({ text, ours: theirs, theirs, extras })).toHaveLength(extras.size)
})

test('an accepted difference that does not occur', () => {
  const accepted = new AcceptedDifferences('Snippets')
  expect(accepted.others('declarator-order.cjs', ['missing statement 1:1-1:2 | '])).toHaveLength(1)
  expect(accepted.unneeded().length).toBeGreaterThan(0)
})
