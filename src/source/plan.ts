import type { FileSites, Line } from '../model/sites.ts'
import type { Warning } from '../model/error.ts'
import { SiteCollector } from './collect.ts'
import { findHints, mentionsHint, noHints } from './hints.ts'
import { LineIndex } from './lines.ts'
import {
  type Language,
  type ParseProblem,
  type Parse,
  type SourceType,
  dropTree,
  languageOf,
  parseSource,
} from './parse.ts'
import { type Planter, noPlanter } from './planter.ts'
import { walkSource } from './walk/walk.ts'

/** The rules by which sites are numbered. Counts of different plans are never added up. */
export const planVersion = 't2'

export interface SourceOptions {
  /** How the file is named in messages. */
  path: string
  /** Default: by the path's extension. */
  language?: Language
  sourceType?: SourceType
  /** Default: `parseToJson`. */
  parse?: Parse
  /** See `WalkInput.isOriginal`. */
  isOriginal?: (offset: number) => boolean
  /** See `WalkInput.lineOf`. */
  lineOf?: ((offset: number) => Line) | null
}

export interface SourcePlan {
  /** How many counters probes need; 0: nothing in the file runs, or its hints leave it out. */
  counters: number
  /** null unless asked for. */
  sites: FileSites | null
  warnings: Warning[]
}

export type PlanOutcome = { ok: true; plan: SourcePlan } | { ok: false; problem: ParseProblem }

/** One pass: numbers the counters of a text, tells the planter where probes go, and collects the sites if asked to. */
export function planSource(text: string, options: SourceOptions, planter: Planter, collect: boolean): PlanOutcome {
  const byPath = languageOf(options.path)
  const outcome = parseSource(
    text,
    options.path,
    options.language ?? byPath.language,
    options.sourceType ?? byPath.sourceType,
    options.parse,
  )
  if (!outcome.ok) return outcome
  const { parsed } = outcome
  const hints = mentionsHint(text) ? findHints(parsed.comments, text) : noHints()
  const lines = new LineIndex(text)
  const warnings = hints.unknown.map((one) => unknownHint(options.path, lines, one.offset, one.text))
  if (hints.file) return { ok: true, plan: { counters: 0, sites: collect ? noSites() : null, warnings } }
  planter.keepHints(hints.nodes)
  const collector = collect ? new SiteCollector() : null
  const typed = (options.language ?? byPath.language).startsWith('ts')
  const walked = { text, program: parsed.program, hints, planter, collector, typed, lineOf: options.lineOf ?? null }
  const { isOriginal } = options
  const { counters, unusedHints } = walkSource(isOriginal ? { ...walked, isOriginal } : walked)
  dropTree(parsed)
  for (const hint of unusedHints) warnings.push(unknownHint(options.path, lines, hint.start, hint.text))
  return { ok: true, plan: { counters, sites: collector?.finish(lines, counters) ?? null, warnings } }
}

/** The sites of a text, for a report. A byte order mark takes no column. */
export function findSites(
  text: string,
  options: SourceOptions,
): { sites: FileSites; warnings: Warning[] } | ParseProblem {
  const outcome = planSource(text.replace(/^\uFEFF/, ''), options, noPlanter, true)
  if (!outcome.ok) return outcome.problem
  return { sites: outcome.plan.sites ?? noSites(), warnings: outcome.plan.warnings }
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
