import type { Report } from '../model/analysis.ts'
import type { FormatOptions } from '../options/formats.ts'
import type { ResolvedOptions } from '../options/options.ts'
import type { ReportFile } from '../report/write.ts'

export interface FormatContext {
  /** Absolute; paths of files start there. */
  root: string
  options: Pick<ResolvedOptions, 'missing' | 'pythonCompat'>
}

/** A file of the report; without a name it is a text for the terminal. */
export type Output = Omit<ReportFile, 'name'> & { name: string | null }

export type Format = (report: Report, context: FormatContext, own: FormatOptions) => Output[] | Promise<Output[]>
