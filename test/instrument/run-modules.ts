/** Runs small programs of several files in a process of their own: ECMAScript modules, CommonJS, whatever Node can load. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { instrument } from '../../src/instrument/index.ts'
import type { ActorId, FileInfo, FileRecord, Recorder } from '../../src/model/protocol.ts'
import { recorderKey } from '../../src/model/protocol.ts'
import type { FileSites } from '../../src/model/sites.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { type Calls, readCalls } from './run.ts'

/** Texts by path. The first is the program; `<module>` of `shop.mjs` is called `shop.mjs`. */
export type Files = Record<string, string>

interface Dump {
  /** Who runs at the end, and who can run: see `Recorder`. */
  c: ActorId
  n: ActorId
  files: { info: FileInfo; b: ActorId; called: number[]; more: Record<string, number>; values: number[] }[]
}

/** At exit, writes down what the recorder that the files made for themselves has. */
const dumper = `process.on('exit', () => {
  const recorder = globalThis[Symbol.for('${recorderKey}')]
  const files = recorder.files.map((file) => ({ ...file, s: null, values: Array.from(file) }))
  process.stderr.write(JSON.stringify({ c: recorder.c, n: recorder.n, files }))
})`

/** What the program prints, line by line; `flags` are Node's. */
export async function runFiles(files: Files, flags: string[] = []): Promise<string[]> {
  return inDirectory(files, async (entry) => (await run([...flags, entry])).stdout)
}

/** What the program prints with probes, with and without callers: what it prints without. */
export async function expectSameOutput(files: Files, flags: string[] = []): Promise<string[]> {
  const [bare, ...others] = await Promise.all(
    [files, traceFiles(files).traced, traceFiles(files, false).traced].map((all) => runFiles(all, flags)),
  )
  expect(bare, 'a program that prints nothing shows nothing').not.toEqual([''])
  for (const output of others) expect(output).toEqual(bare)
  return bare as string[]
}

export function traceFiles(files: Files, callers = true): { traced: Files; sites: Record<string, FileSites> } {
  const sites: Record<string, FileSites> = {}
  const traced: Files = {}
  for (const [path, text] of Object.entries(files)) {
    const result = instrument(text, { path, callers })
    expect(result.warnings).toEqual([])
    traced[path] = result.code
    sites[path] = nameModule(path, result.sites as FileSites)
  }
  return { traced, sites }
}

export async function runTracedFiles(files: Files): Promise<Calls & { log: string[]; c: ActorId }> {
  const { traced, sites } = traceFiles(files)
  return inDirectory({ ...traced, 'dump.mjs': dumper }, async (entry, directory) => {
    const dump = pathToFileURL(join(directory, 'dump.mjs')).href
    const { stdout, stderr } = await run(['--import', dump, entry])
    const taken = JSON.parse(stderr) as Dump
    return {
      ...readCalls(takeCounts(realmRecorder({ [Symbol.for(recorderKey)]: revive(taken) })), sites),
      log: stdout,
      c: taken.c,
    }
  })
}

/** As `expectCallers`, for several files: the program is called from outside, and so is every module it imports. */
export async function expectCallersOfFiles(files: Files, expected: string): Promise<void> {
  const lines = expected.split('\n').map((line) => line.trim())
  const { pairs, log, c } = await runTracedFiles(files)
  expect(pairs).toEqual(lines.filter((line) => line !== '').sort())
  expect(c, 'who runs at the end: whoever ran at the start').toBe(1)
  expect(log, 'what the program does').toEqual(await runFiles(files))
}

function nameModule(path: string, sites: FileSites): FileSites {
  const functions = sites.functions.map((one) => (one.kind === 'module' ? { ...one, name: path } : one))
  return { ...sites, functions }
}

function revive(taken: Dump): Recorder {
  const recorder = { c: taken.c, n: taken.n, files: [] as FileRecord[] } as unknown as Recorder
  for (const { values, ...file } of taken.files)
    recorder.files.push(Object.assign(Float64Array.from(values), { ...file, s: recorder }))
  return recorder
}

async function inDirectory<T>(files: Files, visit: (entry: string, directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'tstrace-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true })
      await writeFile(join(directory, path), text)
    }
    return await visit(join(directory, Object.keys(files)[0] as string), directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function run(args: string[]): Promise<{ stdout: string[]; stderr: string }> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--no-warnings', ...args])
  return { stdout: stdout.trimEnd().split('\n'), stderr }
}
