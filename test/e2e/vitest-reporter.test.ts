/** tstrace in Vitest's list of reporters, with and without a configuration, a plugin and others beside it. */
import { beforeAll, describe, expect, test } from 'vitest'
import { hostVersions } from './hosts.ts'
import { countedLedger, ledgerProject, runLedger } from './ledger.ts'
import type { Project } from './project.ts'

const shelf = {
  'src/shelf.ts': `
    import { note } from '../test/note.ts'
    export function shelf(goods: string[]): number {
      note('shelf')
      if (goods.length > 2) {
        note('shelf is full')
      }
      return goods.length
    }`,
  'test/shelf.test.ts': `
    import { expect, test } from 'vitest'
    import { shelf } from '../src/shelf.ts'
    test('has room', () => expect(shelf(['tea'])).toBe(1))
    test.each([3, 4])('is full with %i', (count) => expect(shelf(Array(count).fill('tea'))).toBe(3))`,
}

describe.each(hostVersions)('Vitest %s', (version) => {
  let project: Project
  const only = ['test/shelf.test.ts']
  const cached = version === '4.1' ? 'experimental: { fsModuleCache: true },' : ''

  beforeAll(async () => {
    project = await ledgerProject(version, {
      ...shelf,
      // As users have it: no plugin.
      'cached.config.ts': `export default { test: { ${cached} } }`,
      'options.config.ts': `
        export default { test: { ${cached} reporters: ['dot', ['tstrace', { include: 'src/shelf.ts', coverdir: 'out' }]] } }`,
      'both.config.ts': `
        import tstrace from 'tstrace'
        export default { plugins: [tstrace()], test: { ${cached} reporters: [['tstrace', { coverdir: 'ignored' }]] } }`,
      'wrong.config.ts': `export default { test: { reporters: [['tstrace', { converdir: 'out' }]] } }`,
    })
  })

  test('alone and without a configuration shows what failed, too', async () => {
    const { outcome, written } = await runLedger(project, ['--reporter=tstrace', ...only])
    expect(outcome, outcome.raw).toMatchObject({ status: 1, messages: [] })
    expect(outcome.stdout).toMatch(/Tests +1 failed \| 2 passed[^]*1 of 1 test file reported/)
    expect(outcome.stderr).toMatch(/FAIL +test\/shelf.test.ts > is full with 4/)
    expect(await countedLedger(project)).toEqual(written)
    expect(written).toEqual({ shelf: 3, 'shelf is full': 2 })
  })

  test('beside another that programs read', async () => {
    const { outcome } = await runLedger(project, ['--reporter=tstrace', '--reporter=tap', ...only])
    expect(outcome.stdout).toMatch(/^TAP version 13\n/)
    expect(outcome.stdout).not.toContain('test file reported')
    expect(outcome.stderr).toContain('1 of 1 test file reported')
  })

  // Vitest keeps what it transformed for later runs.
  test('after and before runs without tstrace and with other options', async () => {
    const runs = [
      ['--config=cached.config.ts'],
      ['--config=cached.config.ts', '--reporter=dot', '--reporter=tstrace'],
      ['--config=options.config.ts'],
      ['--config=cached.config.ts'],
    ]
    const places = [null, 'tstrace-report', 'out', null]
    for (const [index, args] of runs.entries()) {
      const { outcome, written } = await runLedger(project, [...args, ...only])
      const coverdir = places[index]
      expect(outcome.messages, outcome.raw).toEqual([])
      expect(outcome.stdout.includes('1 of 1 test file reported'), outcome.raw).toBe(coverdir !== null)
      if (coverdir) expect(await countedLedger(project, coverdir)).toEqual(written)
    }
  })

  test('and the plugin, of which the plugin counts', async () => {
    const { outcome, written } = await runLedger(project, ['--config=both.config.ts', ...only])
    expect(outcome.messages, outcome.raw).toHaveLength(1)
    expect(outcome.messages[0]).toMatch(/given "coverdir".*plugin.*\(bad-option\)$/)
    expect(outcome.stdout).toMatch(/Tests +1 failed \| 2 passed/)
    expect(outcome.stdout.match(/1 of 1 test file reported/g)).toHaveLength(1)
    expect(await countedLedger(project)).toEqual(written)
    expect(project.has('ignored')).toBe(false)
  })

  test('with an option that does not exist', async () => {
    const { outcome } = await runLedger(project, ['--config=wrong.config.ts', ...only])
    expect(outcome.status).toBe(1)
    expect(outcome.raw).toMatch(/"converdir".*"coverdir".*\(unknown-option\)/)
  })
})
