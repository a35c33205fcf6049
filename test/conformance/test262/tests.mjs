/** Which tests there are, and what they say of themselves (INTERPRETING.md of test262). */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const folders = ['test/language', 'test/built-ins', 'test/annexB', 'test/staging']

/** Each runs the engine's regular expressions over one more table of characters, for a second or more. */
const tables = /^test\/built-ins\/RegExp\/property-escapes\/generated\//
const everyTable = 40

/** Paths from the checkout's root. */
export function findTests(directory, filter, sample) {
  const files = folders.flatMap((folder) =>
    readdirSync(join(directory, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.js') && !entry.name.includes('_FIXTURE'))
      .map((entry) => relative(directory, join(entry.parentPath, entry.name))),
  )
  const wanted = files.filter(
    (file, index) => file.includes(filter) && (!tables.test(file) || index % everyTable === 0),
  )
  return wanted.filter((_, index) => index % sample === 0)
}

/** The text, what it includes, and how it is to be run: `script`, `strict`, `module`, `raw`. */
export function readTest(directory, file) {
  const text = readFileSync(join(directory, file), 'utf8')
  const [, front = ''] = /\/\*---([\s\S]*?)---\*\//.exec(text) ?? []
  const flags = list(front, 'flags')
  const async = flags.includes('async')
  const raw = flags.includes('raw')
  const includes = raw
    ? []
    : ['assert.js', 'sta.js', ...(async ? ['doneprintHandle.js'] : []), ...list(front, 'includes')]
  return { text, async, includes, negative: negative(front), scenarios: scenarios(flags) }
}

function scenarios(flags) {
  if (flags.includes('module')) return ['module']
  if (flags.includes('raw')) return ['raw']
  if (flags.includes('onlyStrict')) return ['strict']
  if (flags.includes('noStrict')) return ['script']
  return ['script', 'strict']
}

/** `key: [a, b]`, or the same as lines that start with a dash. */
function list(front, key) {
  const inline = new RegExp(`^${key}:\\s*\\[([^\\]]*)\\]`, 'm').exec(front)
  if (inline) return inline[1].split(',').map((one) => one.trim())
  const block = new RegExp(`^${key}:\\s*\\n((?:\\s+-\\s*.+\\n?)+)`, 'm').exec(front)
  return block ? Array.from(block[1].matchAll(/-\s*(.+)/g), ([, one]) => one.trim()) : []
}

/** What must be thrown, as `phase Type`; null: nothing may be. */
function negative(front) {
  const [, block] = /^negative:\s*\n((?:\s+.+\n?)+)/m.exec(front) ?? []
  if (!block) return null
  return `${/phase:\s*(\w+)/.exec(block)?.[1]} ${/type:\s*(\w+)/.exec(block)?.[1]}`
}
