/**
 * A process that runs the built command line again and again, as if each time were the first: `{ args }` in a message gives
 * `{ status, text, crash, memory }`. `crash` is an error that is not ours, which the command line would end with.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const [cli] = process.argv.slice(2)
let text = ''
let times = 0

const { writeSync } = fs
fs.writeSync = (file, data, ...rest) => {
  if (file !== 1 && file !== 2) return writeSync(file, data, ...rest)
  text += data
  return data.length
}
syncBuiltinESMExports()
for (const stream of [process.stdout, process.stderr]) stream.write = (data) => ((text += data), true)
console.error = (...words) => (text += `${words.join(' ')}\n`)

/** What nobody awaited ends a process, too. */
let stray = null
process.on('uncaughtException', (error) => (stray = error))

process.on('message', async ({ args }) => {
  text = ''
  stray = null
  process.exitCode = 0
  process.argv.splice(2, Infinity, ...args)
  const crash = await import(`${pathToFileURL(cli)}?${times++}`).then(
    () => null,
    (error) => error,
  )
  await new Promise(setImmediate)
  const memory = process.resourceUsage().maxRSS * 1024
  process.send({ status: process.exitCode, text, crash: (crash ?? stray)?.stack ?? null, memory })
})
process.send('ready')
