import type { Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import type { ResolvedOptions } from '../model/options.ts'
import { insidePath } from '../model/paths.ts'
import { renderListing } from './listing.ts'
import { renderers } from './renderers.ts'

export type ReportFilesOptions = Pick<
  ResolvedOptions,
  'count' | 'listfuncs' | 'trackcalls' | 'missing' | 'pythonCompat'
>

/** One file of the report, before it is on disk. */
export interface ReportFile {
  /** From the report's directory, with `/`; never leads out of it. */
  name: string
  /** Late, so that only a few listings are in memory at a time. */
  render: () => string
}

const listingExtension = '.cover'

/** Every file the report consists of. */
export function reportFiles(report: Report, options: ReportFilesOptions): ReportFile[] {
  const listings = report.files.map((file) => ({
    name: listingName(file.path),
    render: () => renderListing(file, options),
  }))
  return [
    ...(options.count ? listings : []),
    ...(options.count ? [{ name: 'summary.txt', render: () => renderers.summary(report, options) }] : []),
    ...(options.listfuncs ? [{ name: 'functions.txt', render: () => renderers.functions(report, options) }] : []),
    ...(options.trackcalls ? [{ name: 'callers.txt', render: () => renderers.callers(report, options) }] : []),
  ]
}

/**
 * `src/cart.ts.cover`. A file outside of the root has its listing inside all the same: `../lib/a.ts` in
 * `_up_/lib/a.ts.cover`, `D:/lib/a.ts` in `_D_/lib/a.ts.cover`. No two paths share a listing.
 */
export function listingName(path: FilePath): string {
  return insidePath(path) + listingExtension
}
