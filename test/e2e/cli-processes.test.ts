/** How a traced program lives with the processes around it: readers that go, threads that end, children that cannot be traced. */
import process from 'node:process'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CliProject, cli, makeCliProject } from './cli-project.ts'
import { type Outcome, runProgram } from './project.ts'

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
