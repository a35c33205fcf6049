import { chmodSync, chownSync, mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Project, cli, counting, deadProcess } from './project.mjs'

const system = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1') + readlinkSync('/proc/self/ns/pid')
const machine = (name) =>
  createHash('sha256')
    .update(name + system)
    .digest('hex')
    .slice(0, 6)

/** How a file or directory of a process is named. */
function writerId({ host = hostname(), pid = deadProcess(), number = 0 } = {}) {
  return `${machine(host)}-${pid}-${String(number).padStart(12, '0')}`
}

const part = '{"tstrace":"part","version":1,"id":"0000000000000001","run":"old","testFile":null}\n{"end":true}\n'

/** Twenty directories of killed runs, and six starts at once, eight times. */
export async function manyDeadRuns() {
  const project = new Project({ 'm.mjs': counting })
  const seen = []
  for (let round = 0; round < 8; round++) {
    for (let number = 0; number < 20; number++) {
      const directory = join(project.parts, `run-${writerId({ pid: 4_190_000, number })}`)
      mkdirSync(directory, { recursive: true })
      for (let index = 0; index < 50; index++)
        writeFileSync(join(directory, `part-${String(index).padStart(16, '0')}.jsonl`), part)
    }
    seen.push(...(await project.tstraceAtOnce(6, ['-cR', '-f', 'st.jsonl', 'm.mjs'])))
  }
  const failed = seen.filter(({ status }) => status !== 0)
  const count = project.countIn('st.jsonl', 'm.mjs')
  project.remove()
  return {
    wanted: '48 runs end with 0, and count 960',
    seen: `${48 - failed.length} runs end with 0, and count ${count}. ${failed[0]?.messages[0] ?? ''}`,
    good: failed.length === 0 && count === 960,
  }
}

/** A part that its user may not read. */
export async function unreadablePart() {
  const project = new Project({ 'm.mjs': counting })
  const user = 65_534
  const own = join(project.temporary, `tstrace-${user}`)
  const directory = join(own, `run-${writerId()}`)
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'part-0000000000000001.jsonl')
  writeFileSync(path, part)
  for (const name of [project.directory, project.temporary, own, directory, path]) chownSync(name, user, user)
  chmodSync(path, 0)
  const args = [cli, '-cR', '-f', 'st.jsonl', 'm.mjs']
  const { status, messages, stderr } = project.run(process.execPath, args, { uid: user, gid: user })
  project.remove()
  return { wanted: 'status 0', seen: `status ${status}: ${messages[0] ?? stderr.slice(0, 500)}`, good: status === 0 }
}

/** What a run of another machine, or of a number that another process has now, had ready to add. */
export async function foreignAdditions() {
  const project = new Project({ 'm.mjs': counting })
  const add = ['-cR', '-f', 'st.jsonl', 'm.mjs']
  project.tstrace(add)
  const waiting = project.read('st.jsonl')
  project.write(`st.jsonl.unmerged-${writerId({ host: 'another' })}`, waiting)
  project.write(`st.jsonl.unmerged-${writerId({ pid: process.pid })}`, waiting)
  const { status, messages } = project.tstrace(add)
  const count = project.countIn('st.jsonl', 'm.mjs')
  const left = project.list().filter((name) => name.includes('unmerged'))
  project.remove()
  return {
    wanted: 'a count of 80, or a message that names both files',
    seen: `status ${status}, a count of ${count}, ${left.length} files left, messages: ${JSON.stringify(messages)}`,
    good: count === 80 || left.every((name) => messages.some((message) => message.includes(name))),
  }
}

/** Parts of a run whose report could not be written, to be added to a store. */
export async function mergeParts() {
  const project = new Project({ 'm.mjs': counting, blocked: '' })
  project.tstrace(['-c', '-C', 'blocked', 'm.mjs'])
  const [kept] = readdirSync(project.parts)
  const { status, messages } = project.tstrace(['merge', '-o', 'st.jsonl', join(project.parts, kept)])
  const count = status === 0 ? project.countIn('st.jsonl', 'm.mjs') : 0
  project.remove()
  return { wanted: 'a count of 20', seen: `status ${status}: ${messages[0]}`, good: count === 20 }
}

/** A summary asks for nothing to be written, nor removed. */
export async function summaryDeletes() {
  const project = new Project({ 'm.mjs': counting })
  project.tstrace(['-cTl', '-f', 'st.jsonl', 'm.mjs'])
  const before = project.list('tstrace-report')
  project.tstrace(['-r', '-s', '-f', 'st.jsonl'])
  const after = project.list('tstrace-report')
  project.remove()
  return { wanted: before.join(' '), seen: after.join(' '), good: before.join() === after.join() }
}
