/**
 * The one table of options, for plugin, preset and command line. A new option is a property of `TstraceOptions` and a row
 * of `table`. Checks, defaults, flags, `--help` and the tables of the README come from these (`npm run readme`).
 */
import { type FormatName, type FormatRequest, formatNames } from './formats.ts'

/** A text of the report. */
export type ReportItem = 'summary' | 'functions' | 'callers'
export type PrintItem = ReportItem | 'trace'
export type Engine = 'tstrace' | 'istanbul'

/** As the user gives them. */
export interface TstraceOptions {
  /**
   * count lines and write the listings
   * @default true
   */
  count?: boolean
  /**
   * write `functions.txt`
   * @default true
   */
  listfuncs?: boolean
  /**
   * count who calls whom, and write `callers.txt`; `false` with `engine: 'istanbul'`
   * @default true
   */
  trackcalls?: boolean
  /**
   * show each line as it runs, in `trace/<test file>.trace`; `<test file>@<project>.trace` where projects have names
   * @default false
   */
  trace?: boolean
  /**
   * with the seconds since the start before each line of the trace
   * @default false
   */
  timing?: boolean
  /**
   * other formats to write into `coverdir`, or to print: `['lcov', 'text-summary']`, with options of istanbul-reports
   * `[['lcov', { file: 'all.info' }]]`; the names are those of `--format`
   * @default []
   */
  format?: FormatName | FormatRequest[]
  /**
   * `false`: only add to `file`, which must be given then
   * @default true
   */
  report?: boolean
  /**
   * a store that runs are added up in; compressed if its name ends in `.gz`
   * @default none
   */
  file?: string
  /**
   * where the report goes
   * @default 'tstrace-report'
   */
  coverdir?: string
  /**
   * mark lines that never ran with `>>>>>> `
   * @default true
   */
  missing?: boolean
  /**
   * what goes to the terminal as well: `'summary'`, `'functions'`, `'callers'`, `'trace'`
   * @default []
   */
  print?: PrintItem[]
  /**
   * leave out the `x12` that Python's `trace` does not have
   * @default false
   */
  pythonCompat?: boolean
  /**
   * modules not to trace, with those below them: `'src/legacy'`, `'logger'`
   * @default none
   */
  ignoreModule?: string | string[]
  /**
   * directories not to trace; an entry may be a list joined by the path delimiter
   * @default none
   */
  ignoreDir?: string | string[]
  /**
   * globs of the files to trace, from the root or absolute
   * @default all
   */
  include?: string | string[]
  /**
   * globs of files not to trace
   * @default none
   */
  exclude?: string | string[]
  /**
   * list files that nothing loaded
   * @default true with include
   */
  all?: boolean
  /**
   * longer files, in characters, run uncounted
   * @default 3000000
   */
  maxSize?: number
  /**
   * `'istanbul'`: count with `istanbul-lib-instrument`, which you install (lines, functions, branches; no callers)
   * @default 'tstrace'
   */
  engine?: Engine
}

export type OptionName = keyof TstraceOptions

/** Checked, with every default filled in. */
export type ResolvedOptions = {
  [Name in Exclude<OptionName, 'file' | 'print' | 'format'>]: Resolved<NonNullable<TstraceOptions[Name]>>
} & { file: string | null; print: ReportItem[]; printTrace: boolean; format: FormatRequest[] }

type Resolved<T> = [string[]] extends [T] ? string[] : T

/** What an option takes: `'texts'` is one text or a list, a list of words is one of these, `listOf` several of these. */
export type Kind =
  | 'boolean'
  | 'number'
  | 'text'
  | 'texts'
  | 'formats'
  | readonly string[]
  | { listOf: readonly string[] }

type KindOf<T> = [T] extends [boolean]
  ? 'boolean'
  : [T] extends [number]
    ? 'number'
    : [string[]] extends [T]
      ? 'texts'
      : [FormatRequest[]] extends [T]
        ? 'formats'
        : [string] extends [T]
          ? 'text'
          : [T] extends [(infer Item)[]]
            ? { listOf: readonly Item[] }
            : readonly T[]

export interface Flag {
  short?: string
  /** What `--help` calls its value. Without a value, the flag is on or off. */
  value?: string
  /** May be given more than once. */
  multiple?: true
  /** Its row in `--help`. A flag without one is named in another flag's row, or known to everybody. */
  help?: { section: keyof typeof sections; text: string }
  /** Its row in the README. */
  about: string
}

type Option<Name extends OptionName> = {
  takes: KindOf<NonNullable<TstraceOptions[Name]>>
  default: ResolvedOptions[Name] | ((given: TstraceOptions) => ResolvedOptions[Name])
  /** Each text may be a list with this between its items. */
  separator?: string
  /** Named as the option, in kebab case. */
  flag?: Flag
}

/** Options by their names, and flags that belong to no option by theirs. In the order of `--help` and of the README. */
type Table = { readonly [Name in OptionName]: Option<Name> } & { readonly [flag: `--${string}`]: { flag: Flag } }

/** Of `--help`. A run needs at least one flag of the first section. */
export const sections = {
  modes: 'What to find out, one or more of',
  how: 'How',
  files: 'Of which files',
} as const

export const table: Table = {
  count: {
    takes: 'boolean',
    default: true,
    flag: {
      short: 'c',
      help: { section: 'modes', text: 'count lines, and write annotated listings' },
      about:
        'count lines, and write listings and `summary.txt` to the `--coverdir`; with `-l` and `-T`, `functions.txt` and `callers.txt` as well',
    },
  },
  listfuncs: {
    takes: 'boolean',
    default: true,
    flag: {
      short: 'l',
      help: { section: 'modes', text: 'list the functions that ran' },
      about: 'list the functions that ran, and how often',
    },
  },
  trackcalls: {
    takes: 'boolean',
    default: ({ engine }) => engine !== 'istanbul',
    flag: {
      short: 'T',
      help: { section: 'modes', text: 'list who called whom' },
      about: 'list who called whom, and how often',
    },
  },
  trace: {
    takes: 'boolean',
    default: ({ print }) => print?.includes('trace') ?? false,
    flag: {
      short: 't',
      help: { section: 'modes', text: 'show each line as it runs; -g, --timing: and when' },
      about: 'show each line as it runs, and who runs',
    },
  },
  timing: {
    takes: 'boolean',
    default: false,
    flag: { short: 'g', about: 'with `--trace`: the seconds since the start before each line' },
  },
  format: {
    takes: 'formats',
    default: [],
    flag: {
      value: 'FORMAT',
      multiple: true,
      help: { section: 'modes', text: 'write lcov, html, cobertura, json, text, ...' },
      about: `write, or print, the report as ${formatNames.map((name) => `\`${name}\``).join(', ')}; \`json\` is Istanbul's \`coverage-final.json\`; repeatable`,
    },
  },
  '--report': {
    flag: {
      short: 'r',
      help: { section: 'how', text: 'run nothing: report what is in --file' },
      about:
        "run nothing, and report what is in `--file`: what `-c`, `-l`, `-T` and `--format` say; without them listings, or with `-s` alone only the summary on the standard output (Python's lists what the store happens to have, too)",
    },
  },
  report: { takes: 'boolean', default: true },
  '--no-report': { flag: { short: 'R', about: 'only add to `--file`' } },
  file: {
    takes: 'text',
    default: null,
    flag: {
      short: 'f',
      value: 'FILE',
      multiple: true,
      help: { section: 'how', text: 'add to a store; with -R, --no-report: only that' },
      about:
        "the store to add to. With `--report` several, or patterns such as `'shards/*.jsonl'`; Istanbul's `coverage-final.json` will do",
    },
  },
  coverdir: {
    takes: 'text',
    default: 'tstrace-report',
    flag: {
      short: 'C',
      value: 'DIR',
      help: { section: 'how', text: 'where files go, tstrace-report by default' },
      about: 'where files go; `tstrace-report` by default',
    },
  },
  missing: {
    takes: 'boolean',
    default: true,
    flag: {
      short: 'm',
      help: { section: 'how', text: 'mark lines that never ran with >>>>>>' },
      about: 'mark lines that could have run and never did, and (with `!`) those with a branch arm that never did',
    },
  },
  print: { takes: { listOf: ['summary', 'functions', 'callers', 'trace'] }, default: [] },
  '--summary': {
    flag: {
      short: 's',
      help: { section: 'how', text: 'print lines and percentage of each file' },
      about: 'print how many lines each file has, and what part of them ran',
    },
  },
  '--map': {
    flag: {
      value: 'FROM=TO',
      multiple: true,
      help: { section: 'how', text: 'with --report: where sources are now' },
      about: '`--map /ci/work=.`: where sources are now that were counted elsewhere; `C:\\work` will do; repeatable',
    },
  },
  pythonCompat: {
    takes: 'boolean',
    default: false,
    flag: {
      help: { section: 'how', text: "print no counts that Python's trace does not" },
      about: "leave out the `x12` that Python's `trace` does not have",
    },
  },
  ignoreModule: {
    takes: 'texts',
    default: [],
    separator: ',',
    flag: {
      value: 'NAMES',
      multiple: true,
      help: { section: 'files', text: 'modules, with those below them' },
      about: 'names, with commas between them, of modules or packages; those below them are left out, too; repeatable',
    },
  },
  ignoreDir: {
    takes: 'texts',
    default: [],
    flag: {
      value: 'DIRS',
      multiple: true,
      help: { section: 'files', text: 'directories; $prefix is where Node is' },
      about:
        'directories, joined by `:` (`;` on Windows), with `~`, environment variables, and `$prefix` for where Node is installed; repeatable',
    },
  },
  include: {
    takes: 'texts',
    default: [],
    flag: {
      value: 'GLOB',
      multiple: true,
      help: { section: 'files', text: 'only these, also in node_modules; --exclude: not' },
      about: "only files like this glob; `'node_modules/prettier/**'` brings in a package; repeatable",
    },
  },
  exclude: {
    takes: 'texts',
    default: [],
    flag: { value: 'GLOB', multiple: true, about: 'no files like this glob; repeatable' },
  },
  all: {
    takes: 'boolean',
    default: ({ include = [] }) => [include].flat().length > 0,
    flag: {
      help: { section: 'files', text: 'files nothing loaded, too; --max-size: long ones' },
      about: 'list files that nothing loaded, too; in a run with `--include` anyway',
    },
  },
  maxSize: {
    takes: 'number',
    default: 3_000_000,
    flag: {
      value: 'N',
      about: 'longer files, in characters, run uncounted, as they take much memory; 3000000 by default',
    },
  },
  engine: { takes: ['tstrace', 'istanbul'], default: 'tstrace' },
  '--module': { flag: { about: "the program is the name of an installed package, or of a package's command" } },
  '--help': { flag: { short: 'h', about: 'the flags on one screen' } },
  '--version': { flag: { about: 'the version' } },
}

export const optionNames: readonly OptionName[] = Object.keys(table).filter(
  (name): name is OptionName => !name.startsWith('--'),
)
