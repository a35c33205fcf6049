import { setTimeout } from 'node:timers/promises'
import { Project, cli, counting } from './project.mjs'

/** The first worker of Vitest's dies before it has loaded anything. */
export async function workerDiesAtStart() {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const files = Object.fromEntries(
    names.flatMap((name) => [
      [`src/${name}.js`, `export function ${name}() {\n  return 1\n}\n`],
      [
        `test/${name}.test.js`,
        `import { test } from 'vitest'\nimport { ${name} } from '../src/${name}.js'\ntest('runs', () => { ${name}() })\n`,
      ],
    ]),
  )
  const project = new Project({
    ...files,
    'package.json': '{ "private": true, "type": "module" }',
    'die.cjs': `const fs = require('node:fs')
      try { fs.closeSync(fs.openSync('died', 'wx')); process.kill(process.pid, 'SIGKILL') } catch {}`,
    'vitest.config.js': `import tstrace from 'tstrace/vitest'
      export default { plugins: [tstrace({ include: 'src/**' })], test: { pool: 'forks', execArgv: ['--require', './die.cjs'] } }`,
  })
  project.linkVitest()
  const { status, stdout, messages } = project.vitest()
  project.remove()
  const [digest] = /\d+ of \d+ test files reported/.exec(stdout) ?? []
  return {
    wanted: 'a message (not-reported) that names the sixth test file',
    seen: `status ${status}; "${digest}"; messages: ${JSON.stringify(messages)}`,
    good: messages.some((message) => message.includes('(not-reported)') && /test\/[a-f]\.test\.js/.test(message)),
  }
}

const killedChild = {
  'main.mjs': `import { fork } from 'node:child_process'\nfork('child.mjs').once('exit', () => {})\n`,
  'child.mjs': `${counting}process.kill(process.pid, 'SIGKILL')\n`,
}

/** A child of ES modules alone, and it is killed. */
export async function killedModuleChild() {
  const project = new Project(killedChild)
  const { status, messages } = project.tstrace(['-cR', '-f', 'st.jsonl', 'main.mjs'])
  project.remove()
  return {
    wanted: 'a message (bad-part) about the child',
    seen: `status ${status}; messages: ${JSON.stringify(messages)}`,
    good: messages.length > 0,
  }
}

/** The same child in CommonJS is named; does the status say that counts are lost? */
export async function killedChildStatus() {
  const project = new Project({
    'main.cjs': `require('node:child_process').fork('child.cjs').once('exit', () => {})\n`,
    'child.cjs': killedChild['child.mjs'],
  })
  const { status, messages } = project.tstrace(['-cR', '-f', 'st.jsonl', 'main.cjs'])
  project.remove()
  return {
    wanted: 'a message, and a status that is not 0',
    seen: `status ${status}; messages: ${JSON.stringify(messages)}`,
    good: status !== 0 && messages.length > 0,
  }
}

/** A thread of ES modules alone that computes, and is terminated. */
export async function terminatedModuleThread() {
  const project = new Project({
    'main.mjs': `import { Worker } from 'node:worker_threads'
const worker = new Worker(new URL('./busy.mjs', import.meta.url))
worker.once('message', () => worker.terminate())
`,
    'busy.mjs': `import { parentPort } from 'node:worker_threads'\n${counting}parentPort.postMessage('busy')\nfor (;;);\n`,
  })
  const { status, messages } = project.tstrace(['-cR', '-f', 'st.jsonl', 'main.mjs'])
  project.remove()
  return {
    wanted: 'a message (bad-part) about the thread',
    seen: `status ${status}; messages: ${JSON.stringify(messages)}`,
    good: messages.length > 0,
  }
}

/** A program that becomes another user before it ends. */
export async function becomesAnotherUser() {
  const project = new Project({ 'm.mjs': `${counting}process.setgid(65534)\nprocess.setuid(65534)\n` })
  const { status, messages } = project.tstrace(['-cR', '-f', 'st.jsonl', 'm.mjs'])
  const [, named] = /--file "?([^"`]+)/.exec(messages.join(' ')) ?? /kept in "([^"]+)"/.exec(messages.join(' ')) ?? []
  const resumed = named && project.tstrace(['--report', '-l', '--file', named])
  project.remove()
  return {
    wanted: 'a count of 20, or a message that names what can be reported',
    seen: `status ${status}; names ${named}; reported: ${JSON.stringify(resumed && [resumed.status, resumed.messages])}; messages: ${JSON.stringify(messages)}`,
    good: status === 0 || resumed?.status === 0,
  }
}

/** No room in the temporary directory for the parts. */
export async function fullTemporaryDirectory() {
  const project = new Project({ 'm.mjs': counting })
  const fill = `mount -t tmpfs -o size=16k none ${project.temporary} && { dd if=/dev/zero of=${project.temporary}/rest bs=4k 2>/dev/null; ${process.execPath} ${cli} -cR -f st.jsonl m.mjs; }`
  const { status, messages } = project.run('unshare', ['--mount', 'sh', '-c', fill])
  const some = `mount -t tmpfs -o size=16k none ${project.temporary} && { mkdir ${project.parts}; ${process.execPath} ${cli} -cR -f st.jsonl fills.mjs; }`
  project.write(
    'fills.mjs',
    `import { execSync } from 'node:child_process'\nexecSync('dd if=/dev/zero of=${project.temporary}/rest bs=4k 2>/dev/null || true')\n${counting}`,
  )
  const later = project.run('unshare', ['--mount', 'sh', '-c', some])
  project.remove()
  return {
    wanted: 'a status that is not 0',
    seen: `full before: status ${status}, ${messages}; filled by the program: status ${later.status}, ${later.messages}`,
    good: status !== 0 && later.status !== 0,
  }
}

/** A child that goes on when the run is over. */
export async function detachedChild() {
  const project = new Project({
    'main.cjs': `const child = require('node:child_process').spawn(process.execPath, ['child.cjs'], { detached: true, stdio: 'ignore' })
setTimeout(() => child.unref(), 400)
`,
    'child.cjs': `const until = Date.now() + 3000\nwhile (Date.now() < until);\n${counting}`,
  })
  const { status, messages } = project.tstrace(['-cR', '-f', 'st.jsonl', 'main.cjs'])
  await setTimeout(4000)
  const count = project.countIn('st.jsonl', 'child.cjs')
  project.remove()
  return {
    wanted: 'a count of 20, or a message and a status that is not 0',
    seen: `a count of ${count}; status ${status}; messages: ${JSON.stringify(messages)}`,
    good: count === 20 || (status !== 0 && messages.length > 0),
  }
}
