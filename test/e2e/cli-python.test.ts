/**
 * Programs that are in Python and, line for line, in JavaScript: what our command line says of the ones is what Python
 * 3.11.7's trace said of the others (test/fixtures/python/expected), but for where the languages differ.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CliProject, makeCliProject, nodeMajors, nodeOf } from './cli-project.ts'
import { type Outcome, checkout } from './project.ts'

const fixtures = join(checkout, 'test/fixtures/python')

function expected(name: string): Promise<string> {
  return readFile(join(fixtures, 'expected', name), 'utf8')
}

/** Why a line's count in Python is not that in JavaScript, by the line's text in Python. */
const lineDifferences: [reason: string, line: RegExp][] = [
  [
    'Python executes definitions; a JavaScript declaration is hoisted, and no statement',
    /^\s*(?:async )?(?:def|class) |^\s*@/,
  ],
  ['Python executes the text that documents', /^\s*"""/],
  ['Python comes to the head of a loop once more than to its body; a loop is one statement', /^\s*(?:for|while)\b/],
  [
    'Python counts the steps of a comprehension, and its call; a callback is a function with a body',
    / for \w+ in |lambda|\bsum\(/,
  ],
  ['Python executes the head of an except clause', /^\s*except\b/],
  ['Python counts the lines of an expression one by one', /^\s*self\.\w+,$/],
  ['Python compiles no dead code', /^\s*x = 1$/],
]

/** What stands before each line of a listing. */
function margins(listing: string): string[] {
  return listing.split('\n').map((line) => /^(?: *\d+[:!]|>{6})/.exec(line)?.[0].replace('!', ':') ?? '')
}

async function compareListing(project: CliProject, name: string): Promise<void> {
  const source = (await readFile(join(fixtures, `program/${name}.py`), 'utf8')).split('\n')
  const theirs = margins(await expected(`${name.replaceAll('/', '+')}.cover`))
  const ours = margins(await project.read(`tstrace-report/${name}.js.cover`))
  const differing = source.flatMap((line, index) => (theirs[index] === ours[index] ? [] : [line]))
  const unexplained = differing.filter((line) => !lineDifferences.some(([, pattern]) => pattern.test(line)))
  expect(unexplained).toEqual([])
  expect(differing.length).toBeLessThanOrEqual(source.length / 2)
}

/** A Python row in our words: modules are named by their paths, constructors are called so. */
function translate(row: string): string {
  return row
    .replaceAll('<cwd>/', '')
    .replaceAll('.py', '.js')
    .replaceAll(/(?<=modulename: |^ +|-> )(mathx|deep|noisy)\b/g, (name) => paths[name] as string)
    .replaceAll('Shape.__init__', 'Shape.constructor')
    .replaceAll(/\binner\b/g, 'outer.inner')
}

const paths: Record<string, string> = { mathx: 'pkg/mathx', deep: 'pkg/sub/deep', noisy: 'ign/noisy' }

/** Rows of both sides that the other has not; what Python's own library does is left out. */
function differences(theirs: string, ours: string, pattern: RegExp): { python: string[]; javascript: string[] } {
  const python = theirs
    .split('\n')
    .filter((row) => pattern.test(row))
    .map(translate)
  const javascript = ours.split('\n').filter((row) => pattern.test(row))
  return {
    python: python.filter((row) => !javascript.includes(row)),
    javascript: javascript.filter((row) => !python.includes(row)),
  }
}

describe.each(nodeMajors)('Node %s', (major) => {
  let project: CliProject
  let main: Outcome

  beforeAll(async () => {
    project = await makeCliProject({}, 'test/fixtures/python/twins', await nodeOf(major))
    main = await project.tstrace(['-cmslT', '--python-compat', 'main.js'])
  })

  describe('listings', () => {
    test.each(['main', 'shapes', 'pkg/mathx', 'pkg/sub/deep', 'ign/noisy'])('%s', async (name) => {
      await compareListing(project, name)
    })

    test.each(['many', 'nonl', 'asy'])('%s', async (name) => {
      expect(await project.tstrace(['-cm', `${name}.js`])).toMatchObject({ status: 0, messages: [] })
      await compareListing(project, name)
    })
  })

  test('the program prints what it prints, before all reports', async () => {
    const bare = await project.run(['main.js'])
    expect(main.status).toBe(0)
    expect(main.stdout.startsWith(`${bare.stdout}\nfunctions called:\n`)).toBe(true)
    const headings = ['functions called:', 'calling relationships:', 'lines   cov%   module   (path)']
    const places = headings.map((heading) => main.stdout.indexOf(`\n${heading}\n`))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })

  test('functions called', async () => {
    const { python, javascript } = differences(await expected('functions.txt'), main.stdout, /^filename: /)
    expect(python.map((row) => row.replace(/.*modulename: (.*), funcname: /, '$1 '))).toEqual([
      // Folders have no module of their own in JavaScript; comprehensions and the bodies of classes are no functions.
      '__init__ <module>',
      '__init__ <module>',
      '__init__ <module>',
      'pkg/sub/deep <listcomp>',
      'shapes Circle',
      'shapes Shape',
      'shapes Square',
      'main <lambda>',
      'main <listcomp>',
    ])
    expect(javascript.map((row) => row.replace(/.*funcname: /, ''))).toEqual([
      // Nameless functions are named by where they stand; the others do what Python's library does.
      'main.<iife>',
      'main.map() callback',
      'main.map() callback.join',
      'main.map() callback.start',
      'show',
      'outer.map() callback',
      'outer.values.reduce() callback',
    ])
  })

  test('calling relationships', async () => {
    const { python, javascript } = differences(await expected('callers.txt'), main.stdout, / -> /)
    const library = /importlib|threading|_weakrefset|_distutils_hack|<frozen/
    expect(python.map((row) => row.trim()).filter((row) => !library.test(row) && !row.startsWith('__init__'))).toEqual([
      'trace.Trace.runctx -> main.<module>',
      'pkg/sub/deep.<listcomp> -> pkg/sub/deep.outer.inner',
      'pkg/sub/deep.outer -> pkg/sub/deep.<listcomp>',
      'shapes.<module> -> shapes.Circle',
      'shapes.<module> -> shapes.Shape',
      'shapes.<module> -> shapes.Square',
      'main.<listcomp> -> shapes.Shape.constructor',
      'main.main -> main.<lambda>',
      'main.main -> main.<listcomp>',
    ])
    expect(javascript.map((row) => row.trim())).toEqual([
      // Python's tracer is a program, and its modules are loaded by a library that is seen, too.
      '<external> -> main.<module>',
      'main.main -> main.main.<iife>',
      'main.main -> main.main.map() callback',
      'main.main -> main.main.map() callback.join',
      'main.main -> main.main.map() callback.start',
      'main.main -> main.show',
      'main.main.map() callback.start -> main.work',
      'main.<module> -> ign/noisy.<module>',
      'main.<module> -> pkg/mathx.<module>',
      'main.<module> -> pkg/sub/deep.<module>',
      'main.<module> -> shapes.<module>',
      'main.main.map() callback -> shapes.Shape.constructor',
      'pkg/sub/deep.outer -> pkg/sub/deep.outer.map() callback',
      'pkg/sub/deep.outer -> pkg/sub/deep.outer.values.reduce() callback',
      'pkg/sub/deep.outer.map() callback -> pkg/sub/deep.outer.inner',
    ])
  })

  test.each([
    ['exits', 3, 'before exit'],
    ['raises', 1, 'before raise'],
    ['osexit', 4, 'bye'],
  ])(
    '%s: the status is the program’s, and nothing is lost, where Python loses one or the other',
    async (name, status, output) => {
      const outcome = await project.tstrace(['-l', `${name}.js`])
      expect(outcome).toMatchObject({ status, messages: [] })
      expect(outcome.stdout).toMatch(
        new RegExp(`^${output}\n\nfunctions called:\n(?:.*\n)*.*modulename: ${name}, funcname: <module>`),
      )
    },
  )
})
