import type { RunSettings } from './run-settings.ts'

/** What the thread, or the process in its place, is asked for. */
export interface ReportRequest {
  run: RunSettings
  /** false: the run goes on. */
  final: boolean
  /** Whether the standard error is a terminal, and shows colours. */
  terminal: boolean
  color: boolean
}
