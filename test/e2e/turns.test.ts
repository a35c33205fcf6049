/** What a test leaves undone goes on beside the host's own promises, for as many turns as without us. */
import { expect, test } from 'vitest'
import { ledgerProject } from './ledger.ts'

const files = {
  'src/work.js': `
    export const seen = []
    let turns = 0
    function work(left) {
      if (left === 0) return
      turns++
      Promise.resolve(left - 1).then(work)
    }
    export function leaveWork() {
      turns = 0
      work(1000)
    }
    export const look = (where) => void seen.push(where + ' ' + turns)`,
  'test/turns.test.js': `
    import { writeFileSync } from 'node:fs'
    import { afterAll, afterEach, beforeAll, beforeEach, test } from 'vitest'
    import { leaveWork, look, seen } from '../src/work.js'

    leaveWork()
    beforeAll(() => look('before all'))
    beforeEach(() => look('before'))
    afterEach(() => {
      look('after')
      leaveWork()
    })
    afterAll(() => {
      look('after all')
      writeFileSync('seen', seen.join('\\n'))
    })
    test('leaves work', leaveWork)
    test('leaves work while it waits', async () => {
      await null
      leaveWork()
    })
    test('skips itself', ({ skip }) => {
      leaveWork()
      skip()
    })
    test.skip('does not run', leaveWork)
    let tries = 0
    test('is tried again', { retry: 1 }, () => {
      leaveWork()
      if (++tries === 1) throw new Error('the first time')
    })`,
}

// Before Vitest 4.1, hooks of ours take turns.
test.each(['5.1', '4.1'] as const)('Vitest %s', async (version) => {
  const project = await ledgerProject(version, files)
  await project.configure(null, '{}', 'plain.config.js')
  await project.configure('', '{}', 'traced.config.js')
  expect((await project.vitest(['--config=plain.config.js', 'turns'])).status).toBe(0)
  const alone = await project.read('seen')
  const outcome = await project.vitest(['--config=traced.config.js', 'turns'])
  expect(outcome, outcome.raw).toMatchObject({ status: 0, messages: [] })
  expect(await project.read('seen')).toBe(alone)

  const callers = (await project.read('tstrace-report/callers.txt')).split('\n').map((row) => row.trim())
  // The test, and the hook after it.
  expect(callers.filter((row) => row.includes('src/work.leaveWork  '))).toEqual([
    'import -> src/work.leaveWork  x1',
    'test "is tried again" -> src/work.leaveWork  x4',
    'test "leaves work while it waits" -> src/work.leaveWork  x2',
    'test "leaves work" -> src/work.leaveWork  x2',
    'test "skips itself" -> src/work.leaveWork  x2',
  ])
})
