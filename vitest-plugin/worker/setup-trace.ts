/** Runs in each worker, before each test file, where lines are traced: opens the test file's trace. */
import { join } from 'node:path'
import process from 'node:process'
import { expect, inject } from 'vitest'
import { toFilePath, traceName } from '../../src/model/paths.ts'
import type { TraceSink } from '../../src/model/protocol.ts'
import { realmRecorder } from '../../src/runtime/recorder.ts'
import { LineTraceBuffer } from '../../src/runtime/line-trace-buffer.ts'
import { LineTraceFile } from '../../src/store/line-trace-file.ts'
import { type WorkerOrders, ordersKey } from '../messages.ts'

const { root, traces, timing, project } = inject(ordersKey as never) as WorkerOrders
const testFile = toFilePath(root, expect.getState().testPath ?? '')
const { write } = new LineTraceFile(join(traces, traceName(testFile, project)))
// Bound before a test puts another clock in its place.
const trace = new LineTraceBuffer({ timing, write, now: performance.now.bind(performance) })
realmRecorder().trace = trace

/** A process may run many test files, each in a realm of its own. */
const openTrace = Symbol.for('tstrace.trace')
const worker = process as { [openTrace]?: TraceSink }
if (!(openTrace in worker)) process.once('exit', () => worker[openTrace]?.end())
worker[openTrace] = trace
