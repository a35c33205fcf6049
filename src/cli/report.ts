import { realpathSync } from 'node:fs'
import process from 'node:process'
import type { FileCounts, FilePath } from '../model/counts.ts'
import type { Warning } from '../model/error.ts'
import { filesOnly, renderForTerminal } from '../run/render-for-terminal.ts'
import { reportCounted } from '../run/finish-run.ts'
import { createIgnore, createInclude, createSelector } from '../selection/select.ts'
import type { Records } from '../store/merge-sorted.ts'
import { printWarnings } from '../process/print-warnings.ts'
import { writeOut } from '../process/write-out.ts'
import type { Command } from '../options/parse-arguments.ts'
import { createMapPath } from './map-paths.ts'
import { expandGlobs, readCounts } from './stores.ts'

/** Reports the counts of earlier runs: of the files that they traced, those that the options select now. */
export async function reportFiles(command: Extract<Command, { kind: 'report' }>): Promise<void> {
  const { options } = command
  const root = realpathSync(process.cwd())
  const mapPath = command.maps.length > 0 ? createMapPath(command.maps) : null
  const counted = await readCounts(await expandGlobs(command.files), root, mapPath)
  const ignore = createIgnore(root, options)
  const include = createInclude(root, options)
  const records = withoutIgnored(counted.records, (path) => ignore(path) !== null || !include(path))
  const terminal = process.stderr.isTTY
  const color = terminal && !process.env['NO_COLOR']
  const select = createSelector(root, options)
  const { report, warnings } = await reportCounted(
    { ...counted, records },
    {
      root,
      options: filesOnly(options),
      select,
      inFull: options.format.length > 0,
      expected: null,
      color,
      trustUnloaded: true,
    },
  )
  if (report?.files.length === 0 && warnings.length === 0)
    warnings.push(nothingToReport(command.files, options.include))
  const { stdout, stderr } = await renderForTerminal(report, { root, options, terminal, color })
  // Also if the lists find no room.
  printWarnings(warnings)
  writeOut(1, stdout)
  writeOut(2, stderr)
}

function nothingToReport(files: string[], include: string[]): Warning {
  const [names, globs] = [files, include].map((texts) => texts.map((text) => `"${text}"`).join(', '))
  const why = include.length === 0 ? 'that are ignored' : `that are ignored or not like ${globs}, seen from here`
  const advice = include.length === 0 ? 'ignore less' : 'include more'
  const message = `There is nothing to report in ${names}: no counts, or only those of files ${why}. Count into it, or ${advice}.`
  return { slug: 'no-data', message }
}

type IsIgnored = (path: FilePath) => boolean

/** Records as if the ignored files had not been traced. */
async function* withoutIgnored(records: Records, isIgnored: IsIgnored): AsyncGenerator<FileCounts> {
  for await (const record of records) if (!isIgnored(record.path)) yield withoutCallers(record, isIgnored)
}

function withoutCallers(record: FileCounts, isIgnored: IsIgnored): FileCounts {
  const pairs = record.pairs.map((pair) =>
    'path' in pair.caller && isIgnored(pair.caller.path)
      ? { ...pair, caller: { context: '<external>', file: null } }
      : pair,
  )
  return { ...record, pairs }
}
