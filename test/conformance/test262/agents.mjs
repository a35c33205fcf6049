/** `$262.agent`: threads that share memory with the test. Whoever calls must not have to wait for an event. */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'

export class Agents {
  #threads = []
  #reports = null

  get any() {
    return this.#threads.length > 0
  }

  start(script) {
    // State: is it running; how many broadcasts were sent; how many received.
    const state = new Int32Array(new SharedArrayBuffer(12))
    const broadcasts = new MessageChannel()
    const reports = new MessageChannel()
    const worker = new Worker(new URL('agent.mjs', import.meta.url), {
      workerData: { script, state, broadcasts: broadcasts.port2, reports: reports.port2 },
      transferList: [broadcasts.port2, reports.port2],
      stdout: true,
      stderr: true,
    })
    worker.on('error', () => {})
    worker.unref()
    Atomics.wait(state, 0, 0)
    this.#threads.push({ worker, state, broadcasts: broadcasts.port1, reports: reports.port1 })
  }

  broadcast(buffer, value) {
    for (const { state, broadcasts } of this.#threads) {
      broadcasts.postMessage([buffer, value])
      Atomics.add(state, 1, 1)
      Atomics.notify(state, 1)
    }
    for (const { state } of this.#threads) {
      for (let got = 0; (got = Atomics.load(state, 2)) < state[1];) Atomics.wait(state, 2, got, 5000)
    }
  }

  getReport() {
    for (const { reports } of this.#threads) {
      const received = receiveMessageOnPort(reports)
      if (received) return received.message
    }
    return null
  }

  sleep(milliseconds) {
    Atomics.wait((this.#reports ??= new Int32Array(new SharedArrayBuffer(4))), 0, 0, milliseconds)
  }

  terminate() {
    for (const { worker, broadcasts, reports } of this.#threads) {
      void worker.terminate()
      broadcasts.close()
      reports.close()
    }
    this.#threads = []
  }
}
