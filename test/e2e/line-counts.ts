/** How often each line ran, by `path:line`: as our listings have it, and as Istanbul has it. */
import type { CoverageMapData } from 'istanbul-lib-coverage'
import { relative } from 'node:path'
import { parseListing } from '../report/parse-listing.ts'
import type { Project } from './project.ts'

export type LineCounts = Map<string, number>

/** Of every listing. */
export async function listedCounts(project: Project, coverdir = 'tstrace-report'): Promise<LineCounts> {
  const counts: LineCounts = new Map()
  for (const [name, text] of Object.entries(await project.readAll(coverdir))) {
    if (!name.endsWith('.cover')) continue
    for (const { line, count } of parseListing(text).lines)
      counts.set(`${name.slice(0, -'.cover'.length)}:${line}`, count)
  }
  return counts
}

export interface IstanbulCounts {
  /** The highest count of the statements that start on a line: what Istanbul calls the line's. */
  lines: LineCounts
  /** The same of the arms of branches, default values among them. */
  arms: LineCounts
}

/** Vitest's arguments for a run with Istanbul; `istanbulCounts` reads what it leaves. */
export const istanbulArguments: readonly string[] = coverageArguments('istanbul', 'coverage')

export function coverageArguments(provider: 'istanbul' | 'v8', directory: string, include = 'src/**'): string[] {
  const options = { enabled: 'true', provider, reporter: 'json', include, reportsDirectory: directory }
  return Object.entries(options).map(([name, value]) => `--coverage.${name}=${value}`)
}

export async function istanbulCounts(project: Project, directory = 'coverage'): Promise<IstanbulCounts> {
  const data = JSON.parse(await project.read(`${directory}/coverage-final.json`)) as CoverageMapData
  const lines: LineCounts = new Map()
  const arms: LineCounts = new Map()
  for (const [path, file] of Object.entries(data)) {
    if (!('statementMap' in file)) continue
    const add = (counts: LineCounts, line: number | undefined, count: number): void => {
      const key = `${relative(project.directory, path)}:${line}`
      if (line !== undefined) counts.set(key, Math.max(count, counts.get(key) ?? 0))
    }
    for (const [key, { start }] of Object.entries(file.statementMap)) add(lines, start.line, file.s[key] as number)
    for (const [key, { locations }] of Object.entries(file.branchMap)) {
      locations.forEach(({ start }, arm) => add(arms, start.line, file.b[key]?.[arm] as number))
    }
  }
  if (lines.size === 0) throw new Error(`Istanbul counted no line (${directory}).`)
  return { lines, arms }
}

/**
 * Where a listing says something else than Istanbul. No difference: a line on which no statement starts shows the count
 * of the branch arm or default value that does (README, Reports).
 */
export function findDifferences(ours: LineCounts, { lines, arms }: IstanbulCounts): string[] {
  const differences: string[] = []
  for (const key of new Set([...ours.keys(), ...lines.keys()])) {
    const expected = lines.get(key) ?? (ours.has(key) ? arms.get(key) : undefined)
    if (ours.get(key) !== expected) differences.push(`${key} is ${ours.get(key)}, Istanbul has ${expected}`)
  }
  return differences.sort()
}
