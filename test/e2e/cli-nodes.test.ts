/** The command line on every Node that it is for. The others come from the registry. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type CliProject, makeCliProject, nodeMajors, nodeOf } from './cli-project.ts'
import type { Outcome } from './project.ts'

let languages: CliProject
let processes: CliProject

beforeAll(async () => {
  languages = await makeCliProject({}, 'test/fixtures/cli/languages')
  processes = await makeCliProject({}, 'test/fixtures/cli/processes')
})

/** The functions listed, with how often they ran, without the file's extension. */
function functions({ stdout }: Outcome): string[] {
  return [...stdout.matchAll(/^filename: (.*)\.\w+, .* funcname: (.*) {2}x(\d+)$/gm)].map(
    ([, file, name, count]) => `${file} ${name} ${count}`,
  )
}

describe.each(nodeMajors)('Node %s', (major) => {
  const run = async (project: CliProject, ...args: string[]): Promise<Outcome> =>
    project.tstrace(args, { node: await nodeOf(major) })

  test('modules in every language', async () => {
    const outcome = await run(languages, '-l', 'main.ts', '-c', 'x')
    expect(outcome).toMatchObject({ status: 0, messages: [] })
    expect(outcome.stdout).toMatch(/^shop 7 b:cart 7 7\.5 4 lazy\ntrue main\.ts -c,x\n\nfunctions called:\n/)
    expect(functions(outcome)).toEqual([
      'getters <module> 1',
      "getters Object.defineProperty('rounded').get 1",
      'half <module> 1',
      'half half 1',
      'kind <module> 1',
      'lazy <module> 1',
      'main <module> 1',
      'main Cart.constructor 1',
      'main Cart.total 1',
      'total <module> 1',
      'total total 1',
      'total total.items.reduce() callback 2',
      'view <module> 1',
      'view React.createElement 1',
      'view view 1',
    ])
  })

  test('CommonJS', async () => {
    const outcome = await run(languages, '-l', 'common/main', '--', '-x')
    expect(outcome).toMatchObject({ status: 0, messages: [] })
    expect(outcome.stdout).toMatch(/^true true --,-x 4\ntick\npromise\n5\n\nfunctions called:\n/)
    expect(functions(outcome)).toContain('common/double double 1')
    expect(functions(outcome)).toContain('total total 1')
  })

  test.each([
    ['common/detected.js', 'true\n'],
    ['common/typed.ts', '2 true\n'],
    ['plain.jsx', 'b:plain\n'],
    ['.', 'shop 7'],
  ])('%s', async (program, output) => {
    const outcome = await run(languages, '-l', program)
    expect(outcome).toMatchObject({ status: 0, messages: [] })
    expect(outcome.stdout.startsWith(output)).toBe(true)
    expect(functions(outcome).some((row) => row.endsWith('<module> 1'))).toBe(true)
  })

  test('stack traces lead to the source', async () => {
    const { status, stderr } = await run(languages, '-l', 'common/throws.ts')
    expect(status).toBe(1)
    expect(stderr).toMatch(/throws\.ts:5\n {2}const prefix: string = 'no '; throw/)
    expect(stderr).toMatch(/at fail \(.*throws\.ts:5:39\)\n/)
    expect(stderr).toMatch(/at .*throws\.ts:7:1\)?\n/)
  })

  test('threads', async () => {
    const outcome = await run(processes, '-l', 'workers.mjs')
    expect(outcome).toMatchObject({ status: 3, messages: [] })
    expect(outcome.stdout).toMatch(/^true Worker null\n/)
    expect(functions(outcome).filter((row) => row.startsWith('worker '))).toEqual([
      'worker <module> 7',
      'worker kinds.ends 1',
      'worker kinds.idle 4',
      'worker kinds.stopped 1',
      'worker nested 1',
    ])
  })

  test('child processes', async () => {
    const outcome = await run(processes, '-l', 'children.js')
    // One is killed, so its counts are missing.
    expect(outcome.status).toBe(2)
    expect(outcome.stdout).toContain('\n0 0 0 child sync child file 0 SIGKILL\n')
    expect(functions(outcome)).toContain('child child 6')
    expect(outcome.messages).toHaveLength(1)
    expect(outcome.messages[0]).toMatch(/its process was killed.*\(bad-part\)$/)
  })

  test.each([
    ['SIGINT', 'not handled', 'SIGINT'],
    ['SIGTERM', 'passed on', 'SIGTERM'],
    ['SIGINT', 'handled', 7],
  ])('%s, %s', async (signal, how, end) => {
    const outcome = await run(processes, '-l', 'signals.js', signal, how)
    expect(outcome).toMatchObject({ messages: [], ...(typeof end === 'number' ? { status: end } : { signal: end }) })
    expect(functions(outcome)).toContain('signals <module> 1')
  })

  test.each([
    ['waits for ever', 'waits', 13],
    ['ends the process', 'ends', 0],
  ])('a module that %s', async (_, name, status) => {
    const outcome = await run(processes, '-l', `${name}.mts`)
    expect(outcome).toMatchObject({ status, messages: [] })
    expect(functions(outcome)).toContain(`${name} <module> 1`)
  })

  test('a listener that exits', async () => {
    const outcome = await run(processes, '-l', 'exits.mjs')
    expect(outcome).toMatchObject({ status: 5, messages: [] })
    expect(functions(outcome)).toContain('exits late 1')
  })
})
