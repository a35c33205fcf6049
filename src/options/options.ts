/** The options of every way in, after checking: one table for plugin, preset and command line (README, Options). */

/** What a report's text consists of. */
export type ReportItem = 'summary' | 'functions' | 'callers'
export type PrintItem = ReportItem | 'trace'
export type Engine = 'tstrace' | 'istanbul'

/** As the user gives them. */
export interface TstraceOptions {
  /** Count lines and write annotated listings. Default true. */
  count?: boolean
  /** List the functions that ran. Default true. */
  listfuncs?: boolean
  /** Count who called whom. Default true, false with `engine: 'istanbul'`. */
  trackcalls?: boolean
  /** Mark executable lines that never ran with `>>>>>> `. Default true. */
  missing?: boolean
  /** Show each line as it runs, in a file of its own for each test file. Default false. */
  trace?: boolean
  /** With the seconds since the start before each. Default false. */
  timing?: boolean
  /** Write reports. false: accumulate in `file` only. Default true. */
  report?: boolean
  /** The store to add to. */
  file?: string
  /** Where reports go. Default `tstrace-report`. */
  coverdir?: string
  /** What goes to the terminal beside the digest. */
  print?: PrintItem[]
  /** Module names to leave out, with their submodules; a name may be a list with commas. */
  ignoreModule?: string | string[]
  /** Directories to leave out; an entry may be a list joined by the path delimiter. */
  ignoreDir?: string | string[]
  /** Globs, from the root: only these files. */
  include?: string | string[]
  /** Globs, from the root: not these. */
  exclude?: string | string[]
  /** List files that nothing imported, too. Default: true when `include` is given. */
  all?: boolean
  /** What counts: our own engine, or istanbul-lib-instrument (lines, functions, branches; no callers). */
  engine?: Engine
  /** Leave out what Python's trace has no place for: the counts behind functions and caller pairs. */
  pythonCompat?: boolean
}

/** Checked, with every default filled in. */
export interface ResolvedOptions {
  count: boolean
  listfuncs: boolean
  trackcalls: boolean
  missing: boolean
  trace: boolean
  timing: boolean
  report: boolean
  file: string | null
  coverdir: string
  print: ReportItem[]
  printTrace: boolean
  ignoreModule: string[]
  ignoreDir: string[]
  include: string[]
  exclude: string[]
  all: boolean
  engine: Engine
  pythonCompat: boolean
}

/** What the user asks of a run on the command line, or in its environment. */
export interface RunRequest {
  options: ResolvedOptions
  formats: string[]
}
