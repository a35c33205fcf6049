import { expect, test } from 'vitest'
import type { FileSites, Line, Range } from '../../src/model/sites.ts'
import { addAnalyses } from '../../src/analysis/add-analyses.ts'
import { analyseFile } from '../../src/analysis/analyse-file.ts'

function on(line: Line): Range {
  return { start: { line, column: 0 }, end: { line, column: 5 } }
}

/** A component that two builds saw: they number their counters differently, and one has a statement more. */
function build(sites: Partial<FileSites>, counts: number[]): ReturnType<typeof analyseFile> {
  const complete = { statements: [], functions: [], branches: [], ...sites, counters: counts.length }
  return analyseFile({ path: 'src/Cart.vue', source: 'a\nb\nc\n', sites: complete, counts })
}

test('what two builds of a file counted is added up by place', () => {
  const arms = [
    { range: on(2), counter: 1 },
    { range: null, counter: 2 },
  ]
  const client = build(
    {
      statements: [{ range: on(1), counter: 0 }],
      branches: [{ kind: 'if', range: on(2), arms }],
    },
    [4, 1, 3],
  )
  const server = build(
    {
      statements: [
        { range: on(3), counter: 0 },
        { range: on(1), counter: 1 },
      ],
    },
    [7, 2],
  )
  const sum = addAnalyses([client, server])
  expect(sum.lines).toEqual([
    { line: 1, count: 6 },
    { line: 2, count: 1, shownOnly: true },
    { line: 3, count: 7 },
  ])
  expect(sum.branches[0]?.arms.map((arm) => arm.count)).toEqual([1, 3])
  expect(addAnalyses([server, client]).lines).toEqual(sum.lines)
  expect(addAnalyses([client])).toBe(client)
})

test('arms of the same branch are added one by one', () => {
  const branches: FileSites['branches'] = [
    {
      kind: 'cond-expr',
      range: on(1),
      arms: [
        { range: on(1), counter: 0 },
        { range: on(2), counter: 1 },
      ],
    },
  ]
  const sum = addAnalyses([build({ branches }, [1, 2]), build({ branches }, [10, 20])])
  expect(sum.branches).toHaveLength(1)
  expect(sum.branches[0]?.arms.map((arm) => arm.count)).toEqual([11, 22])
})
