import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Project, cli, counting } from './project.mjs'

const add = `${process.execPath} ${cli} -cR -f st.jsonl m.mjs`

/** The store is a file that is mounted: nothing can take its place. */
export async function storeIsMounted() {
  const project = new Project({ 'm.mjs': counting })
  project.run('sh', ['-c', add])
  const { status, messages, stderr } = project.run('unshare', [
    '--mount',
    'sh',
    '-c',
    `mount --bind st.jsonl st.jsonl && { ${add}; ${add}; }`,
  ])
  const left = project.list().filter((name) => name.startsWith('st.jsonl.'))
  const last = project.run('sh', ['-c', add])
  const count = project.countIn('st.jsonl', 'm.mjs')
  project.remove()
  const named = messages.map((message) => /st\.jsonl\.(?:un)?merged-/.exec(message)?.[0])
  return {
    wanted: 'a count of 80 after a last run without the mount, and messages that name the files that are there',
    seen: `a count of ${count}; status ${status}; named ${named}; there: ${left.join(' ')}; the last run: status ${last.status}, ${last.messages.join(' ')}${messages.length === 0 ? stderr : `; first message: ${messages[0]}`}`,
    good: count === 80,
  }
}

/** Vitest's process ends by itself at the moment when the counts are beside the store, and its parts still there. */
export async function endsBetweenStoreAndParts() {
  const project = vitestProject()
  project.write(
    'leaves.mjs',
    `import fs from 'node:fs/promises'
     import { readdirSync } from 'node:fs'
     import { syncBuiltinESMExports } from 'node:module'
     const { readdir } = fs
     fs.readdir = (path, ...rest) => {
       const isKept = readdirSync('.').some((name) => name.includes('.unmerged-'))
       if (/tstrace.run-/.test(String(path)) && isKept && process.env.LEAVES) {
         delete process.env.LEAVES
         process.exit(7)
       }
       return readdir(path, ...rest)
     }
     syncBuiltinESMExports()`,
  )
  project.vitest()
  const { status, messages } = project.vitest([], {
    env: { LEAVES: '1', NODE_OPTIONS: `--import=${project.path('leaves.mjs')}` },
  })
  project.vitest()
  const count = project.countIn('st.jsonl', 'src/sum.js')
  project.remove()
  return {
    wanted: 'a count of 60 after three runs',
    seen: `${count}; the second ends with ${status}: ${messages}`,
    good: count === 60,
  }
}

/** The same moment, and the process is killed: its parts and run.json are left, and no run ever says so. */
export async function killedBetweenStoreAndParts() {
  const project = vitestProject()
  project.write(
    'dies.mjs',
    `import fs from 'node:fs/promises'
     import { readdirSync } from 'node:fs'
     import { syncBuiltinESMExports } from 'node:module'
     const { readdir } = fs
     fs.readdir = (path, ...rest) => {
       const isKept = readdirSync('.').some((name) => name.includes('.unmerged-'))
       if (/tstrace.run-/.test(String(path)) && isKept && process.env.DIES) process.kill(process.pid, 'SIGKILL')
       return readdir(path, ...rest)
     }
     syncBuiltinESMExports()`,
  )
  project.vitest([], { env: { DIES: '1', NODE_OPTIONS: `--import=${project.path('dies.mjs')}` } })
  const { messages } = project.vitest()
  const left = readdirSync(project.path('node_modules/.cache/tstrace'))
  const count = project.countIn('st.jsonl', 'src/sum.js')
  const resumed = left.map((name) =>
    project.run(process.execPath, [join(cli, '../../test-run/finish.js'), join('node_modules/.cache/tstrace', name)]),
  )
  const twice = project.countIn('st.jsonl', 'src/sum.js')
  project.remove()
  return {
    wanted: 'a count of 40 after two runs, and nothing left',
    seen: `${count}; left: ${left.length}; messages: ${messages}; after what is left is reported (status ${resumed.map(({ status }) => status)}): ${twice}`,
    good: count === 40 && left.length === 0,
  }
}

function vitestProject() {
  const project = new Project({
    'package.json': '{ "private": true, "type": "module" }',
    'src/sum.js': `export function sum() {\n${counting}  return sum\n}\n`,
    'test/sum.test.js': `import { test } from 'vitest'\nimport { sum } from '../src/sum.js'\ntest('sums', () => { sum() })\n`,
    'vitest.config.js': `import tstrace from 'tstrace/vitest'
      export default { plugins: [tstrace({ include: 'src/**', file: 'st.jsonl', report: false })] }`,
  })
  project.linkVitest()
  return project
}
