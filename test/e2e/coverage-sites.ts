/** What Vitest's coverage reports, site by site, and what changes in that when tstrace is there, too. */
import type { CoverageMapData, FileCoverageData, Range } from 'istanbul-lib-coverage'
import { relative } from 'node:path'
import type { Project } from './project.ts'

/** Each statement, function and branch of every file: `src/tax.ts statement 9:2-9:14 x3`. The position is where it starts and ends. */
export async function coverageSites(project: Project, directory: string): Promise<string[]> {
  const data = JSON.parse(await project.read(`${directory}/coverage-final.json`)) as CoverageMapData
  return Object.entries(data).flatMap(([path, file]) =>
    sitesOf(file as FileCoverageData).map((site) => `${relative(project.directory, path)} ${site}`),
  )
}

function sitesOf({ statementMap, s, fnMap, f, branchMap, b }: FileCoverageData): string[] {
  const statements = Object.entries(statementMap).map(([key, range]) => `statement ${span(range)} x${s[key]}`)
  const functions = Object.entries(fnMap).map(([key, { name, decl, loc }]) => {
    // They are numbered, and a guard around a field's initialiser is a function, too.
    return `function ${name.replace(/^\(anonymous_\d+\)$/, '(anonymous)')} ${span(decl)} ${span(loc)} x${f[key]}`
  })
  const branches = Object.entries(branchMap).map(([key, { type, loc, locations }]) => {
    const arms = locations.map((arm, index) => `${span(arm)} x${b[key]?.[index]}`)
    return `${type} ${span(loc)} (${arms.join(', ')})`
  })
  return [...statements, ...functions, ...branches]
}

/** An end that nothing is mapped behind is stored as null. */
function span({ start, end }: Range): string {
  if (start?.line === undefined) return 'else'
  return `${start.line}:${start.column}-${end.line}:${end.column ?? ''}`
}

/** `- ` and `+ `: what is gone and what is new. Order does not matter. */
export function siteDifferences(before: string[], after: string[]): string[] {
  const left = [...after]
  const gone = before.filter((site) => {
    const index = left.indexOf(site)
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
  return [...gone.map((site) => `- ${site}`), ...left.map((site) => `+ ${site}`)].sort()
}
