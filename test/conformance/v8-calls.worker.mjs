// Runs the scripts that it is sent and says how often V8 called each function: `name, start, end, count`, by offset.
import { Session } from 'node:inspector/promises'
import { createContext, runInContext } from 'node:vm'
import { parentPort } from 'node:worker_threads'

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
let scripts = 0
process.on('unhandledRejection', () => {})

parentPort.on('message', async (text) => {
  const filename = `script-${scripts++}.js`
  try {
    await runInContext(text, createContext({ log() {} }), { filename })
  } catch {}
  await new Promise((resolve) => setImmediate(resolve))
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const functions = result.find(({ url }) => url === filename)?.functions ?? []
  parentPort.postMessage(
    functions.map(({ ranges: [{ startOffset, endOffset, count }] }) => ({ start: startOffset, end: endOffset, count })),
  )
})
