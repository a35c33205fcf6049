/** A run on disk, beside its parts: all that another process needs to report it. */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { FilePath } from '../model/counts.ts'
import { type Warning, TstraceError } from '../model/error.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { pathFrom } from '../model/paths.ts'
import { runFileName } from '../store/part-file.ts'
import { builtFile } from '../process/built-file.ts'
import type { UntracedFiles } from '../selection/untraced.ts'

/** The test files that should have reported, each with why it did not, if it did not. One of several projects is one. */
export type ExpectedTestFiles = ReadonlyMap<FilePath, string>

export interface SavedRun {
  id: string
  root: string
  options: ResolvedOptions
  untraced: UntracedFiles[]
  expected: (readonly [FilePath, string])[]
  /** See TestRun. */
  unnamed: number
  /** What there was to tell before the end. */
  warnings: Warning[]
}

const version = 2

/** Without it a run that is killed can't be reported, and that is all: what keeps it from being saved stops nothing else. */
export function saveRun(directory: string, run: SavedRun): void {
  const path = join(directory, runFileName)
  const draft = `${path}.tmp`
  try {
    writeFileSync(draft, JSON.stringify({ tstrace: 'run', version, ...run }))
    renameSync(draft, path)
  } catch {
    // A full disk, say: then the parts have no room either, and their writers say so.
    removeQuietly(draft)
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // What can't be removed is named as no part.
  }
}

/** Throws a TstraceError 'bad-part'. */
export function readSavedRun(directory: string): SavedRun {
  const path = join(directory, runFileName)
  try {
    // A pipe would never be opened.
    if (!statSync(path).isFile()) throw unusable(path)
    const saved = JSON.parse(readFileSync(path, 'utf8')) as SavedRun & { tstrace: unknown; version: unknown }
    if (saved.tstrace === 'run' && saved.version === version) return saved
  } catch (error) {
    throw unusable(path, error)
  }
  throw unusable(path)
}

export const finishScript: string = builtFile('test-run/finish.js')

/** What reports the run later, from where the user is now. */
export function resumeCommand(directory: string): string {
  return ['node', fromHere(finishScript), fromHere(directory)].join(' ')
}

function fromHere(path: string): string {
  const shown = pathFrom(process.cwd(), path)
  return /^[\w./\\:@+-]+$/.test(shown) ? shown : `"${shown}"`
}

function unusable(path: string, cause?: unknown): TstraceError {
  const message = `"${path}" does not describe a run that this tstrace can report. Give the directory that an earlier message named.`
  return new TstraceError('bad-part', message, cause)
}
