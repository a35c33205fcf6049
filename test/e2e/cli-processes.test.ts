/** How a traced program lives with the processes around it: readers that go, threads that end, children that cannot be traced. */
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CliProject, cli, makeCliProject, nodeOf } from './cli-project.ts'
import { type Outcome, checkout, runProgram } from './project.ts'

const register = pathToFileURL(`${checkout}/dist/register/index.js`).href

let project: CliProject

beforeAll(async () => {
  project = await makeCliProject({ 'package.json': '{ "type": "module" }' })
})

/** A line of a shell, where `$TSTRACE` and `$NODE` are what they say. The status is that of `${PIPESTATUS[0]}`. */
function shell(line: string, node = process.execPath): Promise<Outcome> {
  return runProgram('bash', ['-c', `${line}; exit \${PIPESTATUS[0]}`], project.directory, {
    NODE: node,
    TSTRACE: `${node} ${cli}`,
  })
}

describe('where the output goes', () => {
  beforeAll(async () => {
    await project.write({
      'prints.js': `for (let line = 0; line < 30000; line++) console.log('line', line)\n`,
      'many.js': Array.from({ length: 3000 }, (_, n) => `function f${n}() {}\nf${n}()\n`).join(''),
    })
    await project.tstrace(['-cR', '-f', 'many.jsonl', 'many.js'])
  })

  test('a reader that has read enough is no error', async () => {
    expect(await shell('$NODE prints.js | head -1')).toMatchObject({ status: 0, stderr: '' })
    for (const line of ['-c prints.js', '-t prints.js', '-l many.js', '-r -l -f many.jsonl'])
      expect(await shell(`$TSTRACE ${line} | head -1`), line).toMatchObject({ status: 0, stderr: '' })
  })

  test('a disk that is full is one message, and status 2', async () => {
    for (const line of ['-t many.js', '-l many.js', '-r -l -f many.jsonl', '--help']) {
      const outcome = await shell(`$TSTRACE ${line} > /dev/full`)
      expect(outcome, line).toMatchObject({ status: 2, messages: [expect.stringMatching(/\(output-unwritable\)$/)] })
      expect(outcome.stderr.split('\n')).toHaveLength(2)
    }
    expect(await shell('$TSTRACE -l many.js 2> /dev/full > /dev/null')).toMatchObject({ status: 0 })
  })
})

test('a thread that is stopped is asked for its counts, and the busy one beside it is not', async () => {
  await project.write({
    'stops.js': `
      import { Worker } from 'node:worker_threads'
      const start = (workerData) => new Promise((resolve) => {
        const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData })
        worker.on('message', () => resolve(worker))
      })
      const busy = await start('busy')
      const idle = []
      for (let n = 0; n < 8; n++) idle.push(await start('idle'))
      const begin = performance.now()
      for (const worker of idle) await worker.terminate()
      console.log(performance.now() - begin)
      await busy.terminate()
    `,
    'thread.js': `
      import { parentPort, workerData } from 'node:worker_threads'
      function inThread() { parentPort.postMessage('here') }
      inThread()
      if (workerData === 'busy') for (const end = Date.now() + 60_000; Date.now() < end;);
      setInterval(() => {}, 1000)
    `,
  })
  const { stdout, status } = await project.tstrace(['-l', 'stops.js'])
  expect(status).toBe(0)
  // It was 300 ms for each.
  expect(Number.parseFloat(stdout)).toBeLessThan(1500)
  expect(stdout).toContain('funcname: inThread  x8\n')
})

describe.each([20, 24])('Node %s', (major) => {
  test('a child that tstrace cannot be loaded into runs untraced, and is named', async () => {
    const permission = major === 20 ? '--experimental-permission' : '--permission'
    await project.write({
      'parent.js': `
        import { spawnSync } from 'node:child_process'
        const run = (...flags) => {
          const { status, stdout } = spawnSync(process.execPath, [...flags, 'child.cjs'], { encoding: 'utf8' })
          console.log(status, stdout)
        }
        run('--no-addons')
        run('${permission}', '--allow-fs-read=${project.directory}/*')
        run('--no-warnings')
      `,
      'child.cjs': `function child() { console.log('child') }\nchild()\n`,
    })
    const { status, stdout, messages } = await project.tstrace(['-l', 'parent.js'], { node: await nodeOf(major) })
    expect(status).toBe(0)
    expect(stdout).toMatch(/^(?:0 child\n\n){3}/)
    expect(stdout).toContain('funcname: child  x1\n')
    expect(messages).toHaveLength(2)
    for (const flag of ['--no-addons', 'permission'])
      expect(messages.join('\n')).toMatch(new RegExp(`${flag} .*was not traced.*\\(untraced\\)$`, 'm'))
    const alone = await project.run(['--no-addons', '--import', register, 'child.cjs'], { node: await nodeOf(major) })
    expect(alone).toMatchObject({ status: 0, stdout: 'child\n', messages: [expect.stringContaining('(untraced)')] })
  })
})

test('a Node that is too old is told so', async () => {
  const node = await nodeOf(18)
  const told = {
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^\[tstrace\] needs Node 20\.19 or later; this is 18\..*\(old-node\)\n$/) as string,
  }
  expect(await project.tstrace(['-c', 'child.cjs'], { node })).toMatchObject(told)
  expect(await project.run(['--import', register, 'child.cjs'], { node })).toMatchObject(told)
})

test.each([
  ['throws', `throw new Error('no threads here')`],
  ['fails', `super('data:,', { eval: true }); setImmediate(() => this.emit('error', new Error('no threads here')))`],
])('a report whose thread %s is made by another process', async (_, body) => {
  await project.write({
    'no-threads.cjs': `
      const threads = require('node:worker_threads')
      threads.Worker = class extends threads.Worker { constructor() { ${body} } }
    `,
    'waits.js': `function waits() {}\nwaits()\nsetTimeout(() => {}, 500)\n`,
  })
  const outcome = await project.run(['--require', './no-threads.cjs', cli, '-l', 'waits.js'])
  expect(outcome).toMatchObject({ status: 0, stderr: '' })
  expect(outcome.stdout).toContain('funcname: waits  x1\n')
})
