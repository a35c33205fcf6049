/**
 * A tool from the registry, traced while it does its work on this very project: it does the same, and each of its
 * functions ran as often as V8's own precise coverage says. Every difference has one of the reasons below.
 */
import { cp, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { beforeAll, expect, test } from 'vitest'
import { type CliProject, makeCliProject } from './cli-project.ts'
import { type Outcome, checkout, runProgram } from './project.ts'

let project: CliProject
let bare: Outcome
let traced: Outcome

beforeAll(async () => {
  project = await makeCliProject({ 'package.json': '{ "private": true, "type": "module" }' })
  const packages = ['--no-audit', '--no-fund', '--no-save', 'prettier@~3.9']
  const { status, stderr } = await runProgram('npm', ['install', ...packages], project.directory)
  expect(status, stderr).toBe(0)
  await cp(join(checkout, 'src'), project.path('src'), { recursive: true })
  const work = ['--check', 'src/cli', 'src/report']
  bare = await project.run([project.path('node_modules/prettier/bin/prettier.cjs'), ...work], {
    env: { NODE_V8_COVERAGE: project.path('v8') },
  })
  traced = await project.tstrace(['--format', 'json', '-C', 'ours', '--module', 'prettier', ...work])
})

interface V8Function {
  functionName: string
  ranges: { startOffset: number; endOffset: number; count: number }[]
}

interface TracedFunction {
  name: string
  start: number
  body: number
  end: number
  count: number
}

test('does its work', () => {
  const { status, stdout, stderr } = bare
  expect(status).toBe(1)
  expect(stderr).toContain('Code style issues found')
  expect({ status: traced.status, stdout: traced.stdout, stderr: traced.stderr }).toEqual({ status, stdout, stderr })
})

test('every function ran as often as V8 says', async () => {
  const scripts = await readV8()
  let compared = 0
  const differences: string[] = []
  for (const [path, file] of Object.entries(await readOurs())) {
    const text = await readFile(path, 'utf8')
    const theirs = scripts.get(path) as V8Function[]
    for (const [one, other] of pairUp(functionsOf(file, text), theirs, text)) {
      if (one && other) compared++
      const difference = compare(one, other, text)
      if (difference !== null) differences.push(`${path}: ${difference}`)
    }
  }
  expect(differences).toEqual([])
  expect(compared).toBeGreaterThan(4000)
})

/** null where both agree, or there is a reason for them not to. */
function compare(ours: TracedFunction | null, theirs: V8Function | null, text: string): string | null {
  const range = theirs?.ranges[0]
  if (ours && range)
    return ours.count === range.count ? null : `${ours.name} ran ${ours.count} times, not ${range.count}`
  // What is within a function that never ran, V8 has not even compiled.
  if (ours) return ours.count === 0 ? null : `${ours.name} ran ${ours.count} times, and V8 does not know it`
  if (!range) return null
  const { functionName: name } = theirs as V8Function
  // The whole file, a class's fields and its static blocks are no functions to Istanbul, whose format this is.
  if (range.startOffset === 0 || /^<(?:instance_members|static)_initializer>$/.test(name)) return null
  // The tool's authors asked for it.
  if (range.count === 0 && isIgnored(text, range.startOffset)) return null
  return `V8 knows "${name}" at ${range.startOffset}, which ran ${range.count} times`
}

function isIgnored(text: string, offset: number): boolean {
  const before = text.slice(0, offset)
  const start = before.lastIndexOf('ignore start')
  return start > before.lastIndexOf('ignore stop') || /ignore next[^]{0,200}$/.test(before)
}

/** By where they end, and of those that end together, by where they start. */
function* pairUp(
  ours: TracedFunction[],
  theirs: V8Function[],
  text: string,
): Generator<[TracedFunction | null, V8Function | null]> {
  const left = new Map<number, V8Function[]>()
  for (const one of theirs) {
    const end = one.ranges[0]?.endOffset as number
    left.set(end, [...(left.get(end) ?? []), one])
  }
  for (const one of ours) {
    const candidates = ends(text, one.end).flatMap((end) => left.get(end) ?? [])
    const nearest = candidates
      .filter(({ ranges: [range] }) => range !== undefined && range.startOffset <= one.body)
      .sort((a, b) => distance(a, one) - distance(b, one))[0]
    if (nearest) {
      const end = nearest.ranges[0]?.endOffset as number
      left.set(
        end,
        (left.get(end) as V8Function[]).filter((other) => other !== nearest),
      )
    }
    yield [one, nearest ?? null]
  }
  for (const one of [...left.values()].flat()) yield [null, one]
}

/** An arrow function whose body is in parentheses ends before them in Istanbul's data, and behind them in V8's. */
function ends(text: string, end: number): number[] {
  const behind = /^(?:\s|\/\/.*|\/\*[^]*?\*\/|,)*\)/.exec(text.slice(end))
  return behind ? [end, ...ends(text, end + behind[0].length)] : [end]
}

function distance({ ranges: [range] }: V8Function, { start }: TracedFunction): number {
  return Math.abs((range?.startOffset ?? Number.POSITIVE_INFINITY) - start)
}

async function readV8(): Promise<Map<string, V8Function[]>> {
  const scripts = new Map<string, V8Function[]>()
  for (const name of await readdir(project.path('v8'))) {
    const { result } = JSON.parse(await project.read(`v8/${name}`)) as {
      result: { url: string; functions: V8Function[] }[]
    }
    for (const { url, functions } of result) if (url.startsWith('file:')) scripts.set(fileURLToPath(url), functions)
  }
  return scripts
}

async function readOurs(): Promise<Record<string, FileCoverageData>> {
  return JSON.parse(await project.read('ours/coverage-final.json')) as Record<string, FileCoverageData>
}

function functionsOf({ fnMap, f }: FileCoverageData, text: string): TracedFunction[] {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|[\n\r\u2028\u2029]/g), (end) => end.index + end[0].length)]
  const offset = ({ line, column }: { line: number; column: number }): number => (starts[line - 1] as number) + column
  return Object.entries(fnMap).map(([key, { name, decl, loc }]) => ({
    name,
    start: offset(decl.start),
    body: offset(loc.start),
    end: offset(loc.end),
    count: f[key] as number,
  }))
}
