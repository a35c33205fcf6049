import type { Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import type { ReportItem, ResolvedOptions } from '../options/options.ts'
import { insidePath } from '../model/paths.ts'
import { renderListing } from './listing.ts'
import { renderPieces } from './renderers.ts'

export type ReportFilesOptions = Pick<
  ResolvedOptions,
  'count' | 'listfuncs' | 'trackcalls' | 'missing' | 'pythonCompat'
>

/** One file of the report, before it is on disk. */
export interface ReportFile {
  /** From the report's directory, with `/`; never leads out of it. */
  name: string
  /** Late, so that only a few listings are in memory at a time. In pieces, which can be had again and again. */
  render: () => Iterable<string>
}

const listingExtension = '.cover'

/** Every file the report consists of. */
export function reportFiles(report: Report, options: ReportFilesOptions): ReportFile[] {
  const listings = report.files.map((file) => ({
    name: listingName(file.path),
    render: () => [renderListing(file, options)],
  }))
  const text = (item: ReportItem): ReportFile => ({
    name: `${item}.txt`,
    render: () => ({ [Symbol.iterator]: () => renderPieces[item](report, options)[Symbol.iterator]() }),
  })
  return [
    ...(options.count ? [...listings, text('summary')] : []),
    ...(options.listfuncs ? [text('functions')] : []),
    ...(options.trackcalls ? [text('callers')] : []),
  ]
}

/**
 * `src/cart.ts.cover`. A file outside of the root has its listing inside all the same: `../lib/a.ts` in
 * `_up_/lib/a.ts.cover`, `D:/lib/a.ts` in `_D_/lib/a.ts.cover`. No two paths share a listing.
 */
export function listingName(path: FilePath): string {
  return insidePath(path) + listingExtension
}
