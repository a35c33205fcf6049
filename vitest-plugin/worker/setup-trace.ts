/** With the option `trace`, runs in each worker before each test file: opens the file of its line trace. */
import process from 'node:process'
import { expect, inject } from 'vitest'
import { toFilePath, traceName } from '../../src/model/paths.ts'
import type { TraceSink } from '../../src/model/protocol.ts'
import { realmRecorder } from '../../src/runtime/recorder.ts'
import { LineTraceBuffer } from '../../src/runtime/line-trace-buffer.ts'
import { LineTraceFile } from '../../src/store/line-trace-file.ts'
import { type WorkerConfig, workerConfigKey } from '../messages.ts'

const { root, traces, timing, project } = inject(workerConfigKey as never) as WorkerConfig
const testFile = toFilePath(root, expect.getState().testPath ?? '')
const { write } = new LineTraceFile(traces, traceName(testFile, project))
// Bound now, because a test may replace the clock.
const trace = new LineTraceBuffer({ timing, write, now: performance.now.bind(performance) })
realmRecorder().trace = trace

/** The last trace of the process, which may run many test files, each in its own realm. */
const openTrace = Symbol.for('tstrace.trace')
const worker = process as { [openTrace]?: TraceSink }
if (!(openTrace in worker)) process.once('exit', () => worker[openTrace]?.end())
worker[openTrace] = trace
