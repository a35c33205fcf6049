/** Vitest keeps transformed modules for later runs: what it kept for one kind of run is of no use to another. */
import { rm } from 'node:fs/promises'
import { expect } from 'vitest'
import type { Outcome, Project, RunOptions } from './project.ts'

/** Says how its source looks when it runs. `source` is a module with a function. */
export function lookAt(source: string, name: string): string {
  return `
    import { test } from 'vitest'
    import { ${name} } from '../${source}'
    test('looks', () => console.log(/\\$\\$|cov_/.test(${name}.toString()) ? 'with probes' : 'without probes',
      ${name}.toString().includes('finally') ? 'for callers' : ''))`
}

const config = `
  import tstrace from 'tstrace/vitest'
  import { defineConfig } from 'vitest/config'
  const { TRACE, CALLERS } = process.env
  const options = { include: 'src/**', trackcalls: CALLERS === '1', coverdir: 'report' }
  export default defineConfig({ plugins: [vue(), TRACE === '1' ? tstrace(options) : null], test: TEST })`

/** `test`: the options that keep modules in the directory "modules". */
export async function configureCache(project: Project, test: string, vue = false): Promise<void> {
  const plugin = vue ? `import vue from '@vitejs/plugin-vue'` : 'const vue = () => null'
  await project.write({ 'cache.config.ts': `${plugin}\n${config.replace('TEST', test)}` })
}

export async function expectCacheToKeepApart(project: Project, options: RunOptions = {}): Promise<void> {
  const run = async (env: Record<string, string>): Promise<Outcome> => {
    await rm(project.path('report'), { recursive: true, force: true })
    const outcome = await project.vitest(['--config=cache.config.ts'], { ...options, env })
    expect(outcome).toMatchObject({ status: 0, messages: [] })
    return outcome
  }
  const kept = async (): Promise<string[]> =>
    Object.keys(await project.readAll('modules')).filter((name) => !name.includes('.json'))

  await run({ TRACE: '1', CALLERS: '1' })
  const [cold, modules] = [await project.readAll('report'), await kept()]
  expect(modules.length).toBeGreaterThan(3)
  const { stdout } = await run({ TRACE: '1', CALLERS: '1' })
  expect(stdout).toContain('with probes for callers')
  expect(await kept()).toEqual(modules)
  expect(await project.readAll('report')).toEqual(cold)

  expect((await run({ TRACE: '0' })).stdout).toContain('without probes')
  expect((await run({ TRACE: '1', CALLERS: '0' })).stdout).toMatch(/with probes *$/m)
  expect(listingsOf(await project.readAll('report'))).toEqual(listingsOf(cold))

  const all = await kept()
  expect((await run({ TRACE: '0' })).stdout).toContain('without probes')
  await run({ TRACE: '1', CALLERS: '1' })
  expect(await kept()).toEqual(all)
  expect(await project.readAll('report')).toEqual(cold)
}

function listingsOf(report: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(report).filter(([name]) => name.endsWith('.cover')))
}
