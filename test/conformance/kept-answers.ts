/** Istanbul's answers, kept from run to run: its parser takes most of the time, and packages seldom change. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { askIstanbul, type Oracle } from './oracle.ts'

const root = resolve(import.meta.dirname, '../..')
const directory = join(root, 'node_modules/.cache/tstrace-istanbul')
/** What an answer depends on besides the text: what is installed, and how Istanbul is asked. */
const versions = [
  process.version,
  ...['node_modules/.package-lock.json', 'test/conformance/oracle.ts'].map((path) =>
    readFileSync(join(root, path), 'utf8'),
  ),
]

interface KeptAnswer {
  key: string
  answer: Oracle
}

/** The same as `askIstanbul`. One answer is kept for each path. */
export function recallIstanbul(text: string, path: string, module: boolean): Oracle {
  const key = createHash('sha256')
    .update(JSON.stringify([versions, path, module, text]))
    .digest('hex')
  const file = join(directory, `${encodeURIComponent(path)}.json`)
  const kept = readAnswer(file)
  if (kept?.key === key) return kept.answer
  const answer = askIstanbul(text, path, module)
  mkdirSync(directory, { recursive: true })
  writeFileSync(file, JSON.stringify({ key, answer } satisfies KeptAnswer))
  return answer
}

/** Null: there is none, or its process was killed while it wrote. */
function readAnswer(file: string): KeptAnswer | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeptAnswer
  } catch {
    return null
  }
}
