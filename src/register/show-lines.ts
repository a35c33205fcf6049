/** Where a traced process shows its lines as they run: on the standard output, between what the program writes there. */
import { fstatSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers'
import { isatty } from 'node:tty'
import { isMainThread, threadId } from 'node:worker_threads'
import { TstraceError } from '../model/error.ts'
import type { ResolvedOptions } from '../options/options.ts'
import type { FullRecorder } from '../runtime/recorder.ts'
import { LineTraceBuffer } from '../runtime/line-trace-buffer.ts'
import { LineTraceFile } from '../store/line-trace-file.ts'
import type { RunSettings } from './run-settings.ts'
import { writeOut } from '../process/write-out.ts'

/** For a process that only waits: how long lines wait with it, in milliseconds. */
const patience = 100

// The program may put others in their place.
const { apply } = Reflect
const now = performance.now.bind(performance)
const later = (flush: () => void): void => void setTimeout(flush, patience).unref()

export function showLines(run: RunSettings, recorder: FullRecorder, began: boolean): LineTraceBuffer {
  const { root, options, output } = run
  const shared = began || (output !== null && output === standardOutput())
  const lines = shared ? printLines(options) : writeLines(resolve(root, options.coverdir), options)
  recorder.trace = lines
  return lines
}

/** On the standard output. */
export function printLines({ timing }: Pick<ResolvedOptions, 'timing'>): LineTraceBuffer {
  // Whoever looks on sees each line at once.
  const size = isatty(1) ? { size: 0 } : {}
  const lines = new LineTraceBuffer({ timing, write: untilItFails(writeToOutput()), now, later, ...size })
  if (isMainThread) for (const stream of [process.stdout, process.stderr]) flushBefore(stream, lines)
  return lines
}

function writeLines(coverdir: string, { timing }: ResolvedOptions): LineTraceBuffer {
  return new LineTraceBuffer({ timing, write: new LineTraceFile(coverdir, fileName()).write, now, later })
}

/** What the standard output is, so that two processes can tell whether they share one. */
export function standardOutput(): string | null {
  try {
    // Not as numbers: the result would stay where Node 20 and 22 look when they follow links, and a pipe ends that.
    const { dev, ino } = fstatSync(1, { bigint: true })
    return ino === 0n ? null : `${dev}:${ino}`
  } catch {
    return null
  }
}

/** Of a process whose output somebody else reads, who must not find our lines in it. */
function fileName(): string {
  return `trace/process-${process.pid}${isMainThread ? '' : `-${threadId}`}.trace`
}

let failed = false

/** Whether lines of this thread were lost. */
export function linesAreLost(): boolean {
  return failed
}

/** The program goes on without its lines. */
function untilItFails(write: (text: string) => void): (text: string) => void {
  return (text) => {
    if (failed) return
    try {
      write(text)
    } catch (error) {
      if (!(error instanceof TstraceError)) throw error
      failed = true
      writeOut(2, `${error.message}\n`)
    }
  }
}

function writeToOutput(): (text: string) => void {
  if (!isMainThread) return (text) => writeOut(1, text)
  const { stdout } = process
  const { write } = stdout
  return (text) => {
    // Behind what a slow reader has not taken yet.
    if (stdout.writableLength > 0) apply(write, stdout, [text])
    else writeOut(1, text)
  }
}

/** A proxy, because that is the function itself to whoever looks at it. */
function flushBefore(stream: NodeJS.WriteStream, buffer: LineTraceBuffer): void {
  const { write } = stream
  stream.write = new Proxy(write, {
    apply(target, self, args) {
      buffer.flush()
      return apply(target, self, args) as boolean
    },
  })
}
