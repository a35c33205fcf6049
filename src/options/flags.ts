/** The table of flags: Python's, then those that it has no need for. */

export interface Flag {
  short?: string
  /** What the help calls its value; without it, the flag is on or off. */
  value?: string
  /** May be given more than once. */
  multiple?: true
  /** null: another's help has it, or everybody knows. */
  help: string | null
}

export interface FlagGroup {
  title: string
  flags: Readonly<Record<string, Flag>>
}

const modes = {
  count: { short: 'c', help: 'count lines, and write annotated listings' },
  listfuncs: { short: 'l', help: 'list the functions that ran' },
  trackcalls: { short: 'T', help: 'list who called whom' },
  trace: { short: 't', help: 'show each line as it runs; -g, --timing: and when' },
  format: { value: 'FORMAT', multiple: true, help: 'write lcov, html, cobertura, json, text, ...' },
} as const satisfies Record<string, Flag>

const modifiers = {
  report: { short: 'r', help: 'run nothing: report what is in --file' },
  'no-report': { short: 'R', help: null },
  file: { short: 'f', value: 'FILE', multiple: true, help: 'add to a store; with -R, --no-report: only that' },
  coverdir: { short: 'C', value: 'DIR', help: 'where files go, tstrace-report by default' },
  missing: { short: 'm', help: 'mark lines that never ran with >>>>>>' },
  summary: { short: 's', help: 'print lines and percentage of each file' },
  timing: { short: 'g', help: null },
  map: { value: 'FROM=TO', multiple: true, help: 'with --report: where sources are now' },
  'python-compat': { help: "print no counts that Python's trace does not" },
} as const satisfies Record<string, Flag>

const filters = {
  'ignore-module': { value: 'NAMES', multiple: true, help: 'modules, with those below them' },
  'ignore-dir': { value: 'DIRS', multiple: true, help: 'directories; $prefix is where Node is' },
  include: { value: 'GLOB', multiple: true, help: 'only these, also in node_modules; --exclude: not' },
  exclude: { value: 'GLOB', multiple: true, help: null },
  all: { help: 'also files that nothing loaded' },
} as const satisfies Record<string, Flag>

const others = {
  module: { help: null },
  help: { short: 'h', help: null },
  version: { help: null },
} as const satisfies Record<string, Flag>

export const groups: readonly FlagGroup[] = [
  { title: 'What to find out, one or more of', flags: modes },
  { title: 'How', flags: modifiers },
  { title: 'Of which files', flags: filters },
]

export const modeNames: readonly string[] = Object.keys(modes)

export const allFlags: Readonly<Record<string, Flag>> = { ...modes, ...modifiers, ...filters, ...others }

/** Of istanbul-reports, by their names there. */
export const formatNames: readonly string[] = [
  'clover',
  'cobertura',
  'html',
  'html-spa',
  'json',
  'json-summary',
  'lcov',
  'lcovonly',
  'teamcity',
  'text',
  'text-lcov',
  'text-summary',
]
