/** Beside `jest --coverage`, in a project of several: JSX, types that are checked, native modules. */
import { beforeAll, expect, test } from 'vitest'
import { coverageSites, siteDifferences } from './coverage-sites.ts'
import { type JestProject, makeJestProject } from './jest-project.ts'

const react = ['@babel/preset-react', { runtime: 'automatic' }]
const presets = [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript', react]
const compilerOptions = { target: 'es2022', module: 'commonjs', strict: true, types: ['node'], skipLibCheck: true }

const projects = [
  {
    displayName: 'jsx',
    roots: ['<rootDir>/jsx'],
    testEnvironment: 'jsdom',
    transform: { [String.raw`\.tsx?$`]: ['babel-jest', { presets }] },
  },
  {
    displayName: 'types',
    roots: ['<rootDir>/types'],
    transform: { [String.raw`\.ts$`]: ['ts-jest', { tsconfig: compilerOptions }] },
  },
  { displayName: 'modules', roots: ['<rootDir>/modules'], transform: {} },
]

const files = {
  'jest.config.json': JSON.stringify({ projects }),
  'jsx/list.tsx': `import { useState } from 'react'
const Price = ({ amount = 0, format = (n: number) => n.toFixed(2) }: { amount?: number; format?: (n: number) => string }) =>
  amount > 0 ? <b>{format(amount)}</b> : <i>free</i>
export function List({ items, empty = () => <p>nothing</p> }: { items: { name: string; amount?: number }[]; empty?: () => unknown }) {
  const [open, setOpen] = useState(false)
  if (items.length === 0) return empty() as never
  return <ul onClick={() => setOpen(!open)}>{items.map((one) => <li key={one.name}>{one.name} {open && <Price amount={one.amount} />}</li>)}</ul>
}
`,
  'jsx/list.test.tsx': `import { fireEvent, render, screen } from '@testing-library/react'
import { List } from './list'
test('opens', () => {
  render(<List items={[{ name: 'cup', amount: 2 }, { name: 'air' }]} />)
  fireEvent.click(screen.getByRole('list'))
  expect(screen.getByText('2.00')).toBeTruthy()
})
test('nothing', () => { render(<List items={[]} />) })
`,
  'types/till.ts': `export class Till {
  #sum = 0
  static readonly all: Till[] = [].map(() => new Till())
  constructor(readonly name: string = 'till', private readonly round = (n: number): number => Math.round(n)) {}
  async add(prices: AsyncIterable<number> | number[]): Promise<number> {
    try {
      for await (const price of prices) {
        if (price < 0) throw new RangeError(this.name)
        this.#sum += this.round(price)
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      return -1
    } finally {
      await null
    }
    return this.#sum
  }
}
`,
  'types/till.test.ts': `import { Till } from './till'
declare const test: (name: string, run: () => unknown) => void
declare const expect: (value: unknown) => { toBe(other: unknown): void }
test('adds', async () => { expect(await new Till().add([1.2, 2])).toBe(3) })
test('no debts', async () => { expect(await new Till().add([1, -1])).toBe(-1) })
`,
  'modules/stock.mjs': `export const left = new Map(await Promise.resolve([['cup', 2]]))
export default function take(name, count = left.get(name) ?? 0) {
  const have = left.get(name)
  if (have === undefined || have < count) return false
  left.set(name, have - count)
  return true
}
`,
  'modules/stock.test.mjs': `import take, { left } from './stock.mjs'
test('takes', () => { expect(take('cup')).toBe(true); expect(take('cup', 1)).toBe(false); expect(left.get('cup')).toBe(0) })
`,
}

const modules = { env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' } }

let project: JestProject

beforeAll(async () => {
  project = await makeJestProject(30, files)
})

test.each(['babel', 'v8'])('the report is what it is without tstrace, --coverageProvider=%s', async (provider) => {
  const options = [
    '--coverage',
    `--coverageProvider=${provider}`,
    '--coverageReporters=json',
    '--testMatch=**/*.test.*',
  ]
  const alone = await project.jest([...options, '--coverageDirectory=alone'], modules)
  expect(alone.status, alone.stderr).toBe(0)
  const beside = await project.traced([...options, '--coverageDirectory=beside'], modules)
  expect(beside, beside.stderr).toMatchObject({ status: 0, messages: [] })
  const sites = await coverageSites(project, 'alone')
  for (const file of ['jsx/list.tsx', 'types/till.ts', 'modules/stock.mjs'])
    expect(
      sites.some((site) => site.startsWith(file)),
      file,
    ).toBe(true)
  expect(siteDifferences(sites, await coverageSites(project, 'beside'))).toEqual([])
})
