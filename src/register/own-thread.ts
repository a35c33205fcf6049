import process from 'node:process'

/**
 * Starts a thread of ours. Node pipes what threads print into the program's streams, and a pipe makes an error of a
 * stream fatal that `console` ignores: that nobody reads any more. Ours print by themselves.
 */
export function withoutPipes<Thread>(start: () => Thread): Thread {
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, before: stream.listeners('error') }))
  const thread = start()
  for (const { stream, before } of streams)
    for (const listener of stream.listeners('error'))
      if (!before.includes(listener)) stream.off('error', listener as () => void)
  return thread
}
