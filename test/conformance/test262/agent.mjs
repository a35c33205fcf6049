/** A thread of `$262.agent.start`. */
import { runInThisContext } from 'node:vm'
import { receiveMessageOnPort, workerData } from 'node:worker_threads'

const { script, state, broadcasts, reports } = workerData
let received = 0
const alive = setInterval(() => {}, 1000)

globalThis.$262 = {
  agent: {
    receiveBroadcast(callback) {
      while (Atomics.load(state, 1) === received) Atomics.wait(state, 1, received)
      const [buffer, value] = receiveMessageOnPort(broadcasts).message
      received++
      Atomics.store(state, 2, received)
      Atomics.notify(state, 2)
      callback(buffer, value)
    },
    report: (message) => reports.postMessage(String(message)),
    sleep: (milliseconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
    leaving: () => clearInterval(alive),
    monotonicNow: () => performance.now(),
  },
}
Atomics.store(state, 0, 1)
Atomics.notify(state, 0)
runInThisContext(script)
