/**
 * One process of the bench: runs a program several times, and prints what it makes and the median of its milliseconds. Of
 * the processor's time, for on a machine that does other things that is what stays the same.
 */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [recorder, program, warm, measured] = process.argv.slice(2)
const { realmRecorder } = await import(pathToFileURL(recorder).href)
realmRecorder()
const kernel = createRequire(import.meta.url)(program)
const times = []
let result
for (let run = 0; run < Number(warm) + Number(measured); run++) {
  const start = process.cpuUsage()
  result = await kernel()
  const { user, system } = process.cpuUsage(start)
  if (run >= Number(warm)) times.push((user + system) / 1000)
}
console.log(JSON.stringify({ result, time: times.toSorted((a, b) => a - b)[times.length >> 1] }))
