// Runs the scripts that it is sent and says what V8 counted in them: calls of functions, or with `detailed` blocks, too.
import { Session } from 'node:inspector/promises'
import { createContext, runInContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: workerData?.detailed ?? false })
let scripts = 0
process.on('unhandledRejection', () => {})

parentPort.on('message', async (text) => {
  const filename = `script-${scripts++}.js`
  try {
    await runInContext(text, createContext({ log() {} }), { filename })
  } catch {}
  await new Promise((resolve) => setImmediate(resolve))
  const { result } = await session.post('Profiler.takePreciseCoverage')
  parentPort.postMessage(result.find(({ url }) => url === filename)?.functions ?? [])
})
