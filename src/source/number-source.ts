/** Numbers the counters of a text: once to instrument it, and once more, for the report, to find the sites that they count. */
import type { Warning } from '../model/error.ts'
import type { FileSites } from '../model/sites.ts'
import { SiteCollector } from './collect.ts'
import { findHints, mentionsHint, noHints } from './hints.ts'
import { LineIndex } from './line-index.ts'
import {
  type Language,
  type Parse,
  type ParseProblem,
  type SourceType,
  dropTree,
  languageOf,
  parseSource,
} from './parse.ts'
import type { Planter } from './planter.ts'
import { nestsTooDeeply, problemOf } from './too-deep.ts'
import { walkProgram } from './walk/walk-program.ts'
import type { WalkInput } from './walk/walk.ts'

/**
 * The rules by which counters are numbered. Counts of different versions are never added up. In data on disk the field is
 * called `plan`. Whoever changes a number gives this a new value; test/conformance/numbering.test.ts notices.
 */
export const numberingVersion = 't2'

export interface SourceOptions extends Partial<Pick<WalkInput, 'isOriginal' | 'lineOf'>> {
  /** How the file is named in messages. */
  path: string
  /** Default: by the path's extension. */
  language?: Language
  sourceType?: SourceType
  /** Default: `parseToJson`. */
  parse?: Parse
}

export interface Numbering {
  /** How many counters probes need; 0: nothing in the file runs, or its hints leave it out. */
  counters: number
  /** null unless asked for. */
  sites: FileSites | null
  warnings: Warning[]
}

export type NumberingOutcome = { ok: true; numbering: Numbering } | { ok: false; problem: ParseProblem }

/**
 * One pass: numbers the counters, tells the planter, if there is one, where probes go, and collects the sites if asked to.
 * Never throws: what cannot be numbered runs as it is.
 */
export function numberSource(
  text: string,
  options: SourceOptions,
  planter: Planter | null,
  collect: boolean,
): NumberingOutcome {
  try {
    const problem = nestsTooDeeply(text)
    return problem ? { ok: false, problem } : numberParsed(text, options, planter, collect)
  } catch (error) {
    return { ok: false, problem: problemOf(error) }
  }
}

function numberParsed(
  text: string,
  options: SourceOptions,
  planter: Planter | null,
  collect: boolean,
): NumberingOutcome {
  const { path, parse, isOriginal = null, lineOf = null } = options
  const byPath = languageOf(path)
  const { language = byPath.language, sourceType = byPath.sourceType } = options
  const outcome = parseSource(text, path, language, sourceType, parse)
  if (!outcome.ok) return outcome
  const { parsed } = outcome
  const hints = mentionsHint(text) ? findHints(parsed.comments, text) : noHints()
  const lines = new LineIndex(text)
  const warnings = hints.unknown.map((one) => unknownHint(path, lines, one.offset, one.text))
  if (hints.file) return { ok: true, numbering: { counters: 0, sites: collect ? noSites() : null, warnings } }
  planter?.keepHints(hints.nodes)
  const collector = collect ? new SiteCollector() : null
  const isTyped = language.startsWith('ts')
  const input: WalkInput = { text, hints, planter, collector, isTyped, isOriginal, lineOf }
  const { counters, unusedHints } = walkProgram(parsed.program, input)
  dropTree(parsed)
  for (const hint of unusedHints) warnings.push(unknownHint(path, lines, hint.start, hint.text))
  return { ok: true, numbering: { counters, sites: collector?.finish(lines, counters) ?? null, warnings } }
}

/** The sites of a text, for a report. A byte order mark takes no column. */
export function findSites(
  text: string,
  options: SourceOptions,
): { sites: FileSites; warnings: Warning[] } | ParseProblem {
  const outcome = numberSource(text.replace(/^\uFEFF/, ''), options, null, true)
  if (!outcome.ok) return outcome.problem
  const { sites, warnings } = outcome.numbering
  return { sites: sites ?? noSites(), warnings }
}

/** Of a file in which nothing is known to run. */
export function noSites(): FileSites {
  return { counters: 0, statements: [], functions: [], branches: [] }
}

function unknownHint(path: string, lines: LineIndex, offset: number, text: string): Warning {
  const { line } = lines.position(offset)
  return {
    slug: 'unknown-hint',
    message: `The hint "${text}" at "${path}:${line}" means nothing here, and nothing is ignored. Put it right before what it speaks of; the README lists the hints.`,
  }
}
