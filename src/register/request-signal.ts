import process from 'node:process'

/** Asks a traced process for its counts so far, without ending it. Windows has no such signal. */
export const requestSignal = 'SIGUSR2'

export function onRequest(handOver: () => void): void {
  if (process.platform !== 'win32') process.on(requestSignal, handOver)
}
