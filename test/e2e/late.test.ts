/** What a test file's last test leaves behind runs when the file's suite has ended, and is counted as Vitest's own coverage counts it. */
import { describe, expect, test } from 'vitest'
import { hostProject, hostVersions } from './hosts.ts'
import { findDifferences, istanbulArguments, istanbulCounts, listedCounts } from './line-counts.ts'
import { makeDirectory } from './project.ts'

const files = {
  'src/late.ts': `
export function schedule(longest: number): void {
  for (let ms = 0; ms <= longest; ms = ms * 2 || 1) setTimeout(late, ms, ms)
  void lateSteps()
}

function late(ms: number): number {
  return ms * 2
}

async function lateSteps(): Promise<void> {
  for (let step = 0; step < 1000; step++) await step
  late(0)
}
`,
  'test/late.test.ts': `
import { expect, test } from 'vitest'
import { schedule } from '../src/late.ts'
test('ends at once', () => expect(schedule(128)).toBeUndefined())
`,
  'test/other.test.ts': `
import { test } from 'vitest'
import { schedule } from '../src/late.ts'
test('ends at once', () => schedule(1))
`,
}

describe.each(hostVersions)('Vitest %s', (version) => {
  test('counts what runs until the host takes its coverage', async () => {
    const project = await hostProject(version, await makeDirectory(), files)
    await project.configure(`{ include: 'src/**' }`)
    const outcome = await project.vitest([...istanbulArguments])
    expect(outcome, outcome.raw).toMatchObject({ status: 0, messages: [] })
    const counts = await listedCounts(project)
    expect(findDifferences(counts, await istanbulCounts(project))).toEqual([])
    expect(counts.get('src/late.ts:13')).toBe(2)
  })
})
