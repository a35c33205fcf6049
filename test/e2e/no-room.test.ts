/** Where the disk is full, or what tstrace writes is taken away, nothing counted is lost: a message says where it is, and its command reports it. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Outcome, type Project, checkout, makeProject, runProgram } from './project.ts'

let project: Project
/** What a run gives that nothing gets in the way of. */
let report: Record<string, string>
let store: string

beforeAll(async () => {
  project = await makeProject(join(checkout, 'test/fixtures/shop'))
  await project.configure(`{ include: 'src/**', file: 'counts.jsonl' }`)
  expect(await project.vitest()).toMatchObject({ status: 0, messages: [] })
  report = await project.readAll('tstrace-report')
  store = await project.read('counts.jsonl')
})

/** The one message, without what is around it. */
function messageOf({ messages }: Outcome, slug: string): string {
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatch(new RegExp(`^\\[tstrace\\] .* \\(${slug}\\)$`))
  return messages[0]!
}

/** Runs the command that a message ends with. */
async function resume(message: string, ...args: string[]): Promise<Outcome> {
  const [, command = ''] = /report them with `node ([^`]+)`/.exec(message) ?? []
  return project.run([...command.split(' '), ...args])
}

async function expectNothingLeft(): Promise<void> {
  expect(await readdir(project.path('node_modules/.cache/tstrace'))).toEqual([])
}

describe('the directory of the report', () => {
  test('that vanishes while the tests run is made again', async () => {
    await project.configure(`{ include: 'src/**', coverdir: 'vanishing' }`)
    await project.write({
      'vanishing/old.txt': 'mine',
      'test/removes.test.ts': `
        import { rmSync } from 'node:fs'
        import { test } from 'vitest'
        test('removes it', () => rmSync('vanishing', { recursive: true }))`,
    })
    expect(await project.vitest()).toMatchObject({ status: 0, messages: [] })
    await rm(project.path('test/removes.test.ts'))
    expect(await project.readAll('vanishing')).toEqual(report)
  })

  test('that is a file costs nothing: the counts can be reported later', async () => {
    await project.configure(`{ include: 'src/**', coverdir: 'blocked' }`)
    await project.write({ blocked: 'mine' })
    const outcome = await project.vitest()
    const message = messageOf(outcome, 'coverdir-unwritable')
    expect(outcome.status).toBe(1)
    expect(await project.read('blocked')).toBe('mine')
    expect(await resume(message)).toMatchObject({ status: 1, messages: [message] })
    // Another run does not take it for litter, and says how it is reported.
    await project.configure(`{ include: 'src/**', coverdir: 'other' }`)
    const next = await project.vitest()
    const [, command] = /report them with (`[^`]+`)/.exec(message) ?? []
    expect(next.status).toBe(0)
    expect(messageOf(next, 'left-behind')).toContain(`report them with ${command}, or delete that directory.`)
    await rm(project.path('blocked'))
    const resumed = await resume(message)
    expect(resumed).toMatchObject({ status: 0, messages: [] })
    expect(resumed.stdout).toContain('2 of 2 test files reported')
    expect(await project.readAll('blocked')).toEqual(report)
    await expectNothingLeft()
    expect(messageOf(await resume(message), 'bad-part')).toContain('does not describe a run')
  })
})

describe('Vitest ends early', () => {
  const endings = [
    ['before its reporters are done', `process.exit(7)`, 7],
    ['while the report is written', `setImmediate(() => process.exit(7))`, 7],
    ['by an error of a reporter', `setImmediate(() => Promise.reject(new Error('in a reporter')))`, 1],
  ] as const

  test.each(endings)('%s: all is reported', async (_, leave, exitCode) => {
    const options = `{ include: 'src/**', coverdir: 'early', file: 'early.jsonl' }`
    await project.configure(options, `{ reporters: ['default', './leaves.mjs'] }`)
    await project.write({ 'leaves.mjs': `export default class { onTestRunEnd() { ${leave} } }` })
    const { status, messages, stdout } = await project.vitest()
    expect({ status, messages }).toEqual({ status: exitCode, messages: [] })
    expect(stdout).toContain('2 of 2 test files reported')
    expect(await project.read('early.jsonl')).toBe(store)
    expect(await project.readAll('early')).toEqual(report)
    await expectNothingLeft()
    await rm(project.path('early.jsonl'))
  })

  test('and what should report it, too: it is said how to', async () => {
    await project.configure(`{ include: 'src/**', coverdir: 'cut' }`, `{ reporters: ['default', './leaves.mjs'] }`)
    await project.write({
      'dies.mjs': `process.kill(process.pid, 'SIGKILL')`,
      'leaves.mjs': `export default class {
        onTestRunEnd() {
          process.env.NODE_OPTIONS = '--import=./dies.mjs'
          process.exit(7)
        }
      }`,
    })
    const outcome = await project.vitest()
    expect(outcome.status).toBe(7)
    expect(await resume(messageOf(outcome, 'interrupted'))).toMatchObject({ status: 0, messages: [] })
    expect(await project.readAll('cut')).toEqual(report)
    await expectNothingLeft()
  })
})

function fill(path: string): string {
  return `dd if=/dev/zero of=${path} bs=4k 2>/dev/null || true`
}

/** Vitest with small disks on these directories, each filled up by a shell command; they are gone afterwards. */
async function vitestWithDisks(disks: Record<string, string>): Promise<Outcome> {
  const mounts = Object.entries(disks).map(([directory, command]) => {
    const path = project.path(directory)
    return `mkdir -p ${path} && mount -t tmpfs -o size=16k none ${path} && { ${command}; }`
  })
  const vitest = `exec node ${project.path('node_modules/vitest/vitest.mjs')} run`
  return runProgram('unshare', [...ownMounts, 'sh', '-c', [...mounts, vitest].join(' && ')], project.directory)
}

const ownMounts = ['--map-root-user', '--mount']
const canMount = await runProgram('unshare', [...ownMounts, 'mount', '-t', 'tmpfs', 'none', '/mnt'], checkout).then(
  ({ status }) => status === 0,
  () => false,
)

describe.skipIf(!canMount)('a full disk (needs a kernel that lets users mount one)', () => {
  test('for the report', async () => {
    await project.configure(`{ include: 'src/**', coverdir: 'full-report' }`)
    const outcome = await vitestWithDisks({ 'full-report': fill(project.path('full-report/rest')) })
    const message = messageOf(outcome, 'coverdir-unwritable')
    expect(message).toContain('The disk is full')
    expect(outcome.status).toBe(1)
    expect(outcome.stdout).toContain('2 passed (2)')
    expect(await resume(message, 'elsewhere')).toMatchObject({ status: 0, messages: [] })
    expect(await project.readAll('elsewhere')).toEqual(report)
    await expectNothingLeft()
  })

  test('for the store', async () => {
    await project.configure(`{ include: 'src/**', file: 'full-store/counts.jsonl' }`)
    const outcome = await vitestWithDisks({ 'full-store': fill(project.path('full-store/rest')) })
    const message = messageOf(outcome, 'file-unwritable')
    expect(message).toContain('ENOSPC')
    expect(outcome.status).toBe(1)
    expect(await resume(message)).toMatchObject({ status: 0, messages: [] })
    expect(await project.read('full-store/counts.jsonl')).toBe(store)
    expect(await project.readAll('tstrace-report')).toEqual(report)
    await expectNothingLeft()
  })

  test('for the counts of workers, which is no failure of the tests', async () => {
    await project.configure(`{ include: 'src/**', coverdir: 'without' }`, '{ fileParallelism: false }')
    await project.write({
      'test/fills.test.ts': `
        import { execSync } from 'node:child_process'
        import { price } from '../src/price.ts'
        import { test } from 'vitest'
        test('fills the disk', () => { execSync('dd if=/dev/zero of=node_modules/.cache/tstrace/rest bs=4k || true', { stdio: 'ignore' }) })`,
    })
    const outcome = await vitestWithDisks({ 'node_modules/.cache/tstrace': 'true' })
    await rm(project.path('test/fills.test.ts'))
    expect(outcome.status).toBe(0)
    expect(outcome.stdout).toContain('3 passed (3)')
    const [absent, unwritable, ...others] = outcome.messages.toSorted()
    expect(others).toEqual([])
    expect(unwritable).toMatch(/can't be written to ".*"\. ENOSPC.* \(file-unwritable\)$/)
    expect(absent).toMatch(
      /[1-3] of 3 test files did not report: .*"test\/fills\.test\.ts" \(its counts could not be written\)/,
    )
  })
})
