/** `--trace`: which lines, in which order, and that they arrive whatever happens to the program. */
import { spawn } from 'node:child_process'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CliProject, cli, makeCliProject, nodeMajors, nodeOf } from './cli-project.ts'
import { checkout, outerEnvironment } from './project.ts'

const expected = join(checkout, 'test/fixtures/python/expected')

let project: CliProject

beforeAll(async () => {
  project = await makeCliProject(
    {
      'package.json': '{}',
      'talk.js': `for (let n = 0; n < 2000; n++) {
  if (n % 2) console.log('log ' + n)
  else process.stdout.write('write ' + n + ' '.repeat(500) + '\\n')
}
`,
      'sleep.js': `console.log('ready')
setInterval(() => {}, 1000)
`,
      'spin.js': `let n = 0
while (true)
  n++
`,
      'parent.js': `const { execFileSync, spawnSync } = require('node:child_process')
console.log('said', execFileSync(process.execPath, ['child.js'], { encoding: 'utf8' }))
spawnSync(process.execPath, ['child.js'], { stdio: 'inherit' })
`,
      'child.js': `console.log('child')
`,
      'threads.js': `const { Worker, isMainThread } = require('node:worker_threads')
if (isMainThread) new Worker(__filename)
else in_thread()
function in_thread() {
  return 'tea' }
`,
    },
    'test/fixtures/python/twins',
  )
})

/** What is shown: ` --- module function` or `file(line)`, and what the program prints as it is. */
function events(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^ --- modulename: (.*), funcname: (.*)$/, '--- $1 $2'))
    .map((line) => line.replace(/^(?:\d+\.\d\d )?(\w+\.(?:js|py)\(\d+\)): .*$/, '$1'))
}

/** A Python trace in our words. Where the languages differ is left out: definitions, and what documents them. */
function ofPython(text: string): string[] {
  const ran = text.split('\n').filter((line) => !/\): *(?:def |async def |class |@|""")/.test(line))
  const names: Record<string, string> = { mathx: 'pkg/mathx', deep: 'pkg/sub/deep', noisy: 'ign/noisy' }
  return events(ran.join('\n')).map((line) =>
    line
      .replace(/^--- (\w+)/, (_, name: string) => `--- ${names[name] ?? name}`)
      .replace('__init__', 'constructor')
      .replace(/\.py\(/, '.js('),
  )
}

function ours(text: string): string[] {
  return events(text).map((line) => line.replace(/^(--- \S+) .*\./, '$1 '))
}

const differences: [reason: string, line: RegExp][] = [
  ['the body of a class is no function, and its methods come to no line', /^--- shapes (?:Shape|Circle|Square)$/],
  ['what a module exports is a statement', /^(?:shapes|mathx|deep|noisy)\.js\((?:48|24|9|4)\)$/],
  ['a comprehension is a function in Python, here a callback', /^--- \S+ (?:<listcomp>|\w+\(\) callback)$/],
  ['and comes to its line again for each element', /^main\.js\((?:30|31|44)\)$|^deep\.js\([67]\)$/],
  ['a lambda', /^--- main <(?:lambda|iife)>$/],
  ['what a library does in Python', /^--- main (?:show|start|join)$|^main\.js\(67\)$/],
  ['threads run at the same time', /^--- main work$|^main\.js\((?:12|13|14|15|45|46|47|48)\)$/],
]

function isSame(line: string): boolean {
  return !differences.some(([, pattern]) => pattern.test(line))
}

describe.each(nodeMajors)('the twins of Python programs, on Node %s', (major) => {
  test('the whole of a program, but for where the languages differ', async () => {
    const { stdout, status } = await project.tstrace(['-t', 'main.js'], { node: await nodeOf(major) })
    expect(status).toBe(0)
    const theirs = ofPython(await readFile(join(expected, 'trace.txt'), 'utf8')).filter(isSame)
    expect(ours(stdout).filter(isSame)).toEqual(theirs)
    expect(theirs.length).toBeGreaterThan(500)
  })

  test('async code', async () => {
    const { stdout } = await project.tstrace(['-t', 'asy.js'], { node: await nodeOf(major) })
    // In Python, whoever awaits is resumed before whom it awaits; here only when that is done.
    const resumed = '--- asy main|--- asy child|asy.js(4)'
    const theirs = ofPython(await readFile(join(expected, 'trace-asy.txt'), 'utf8')).join('|')
    expect(ours(stdout).join('|')).toBe(theirs.replaceAll(resumed, '--- asy child|asy.js(4)|--- asy main'))
  })
})

describe('with other flags', () => {
  test('--timing has seconds before lines, not before functions', async () => {
    const { stdout } = await project.tstrace(['--trace', '--timing', 'exits.js'])
    const lines = stdout.trimEnd().split('\n')
    expect(events(stdout)).toEqual(events((await project.tstrace(['-t', 'exits.js'])).stdout))
    for (const line of lines) expect(line).toMatch(/^(?: --- modulename: |\d+\.\d\d exits\.js\(|before exit$)/)
    const times = lines.flatMap((line) => /^\d+\.\d\d/.exec(line)?.[0] ?? []).map(Number)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  test('it takes other modes along', async () => {
    const alone = await project.tstrace(['-cm', 'main.js'])
    const listing = await project.read('tstrace-report/main.js.cover')
    const both = await project.tstrace(['-cmtl', 'main.js'])
    expect(await project.read('tstrace-report/main.js.cover')).toBe(listing)
    expect(both.stdout.endsWith((await project.tstrace(['-l', 'main.js'])).stdout.slice(alone.stdout.length))).toBe(
      true,
    )
  })
})

describe('order', () => {
  test('each line comes before what it prints, and behind what the line before it printed', async () => {
    const { stdout } = await project.tstrace(['-t', 'talk.js'])
    const wanted = Array.from({ length: 2000 }, (_, n) =>
      n % 2 ? `talk.js(1)|talk.js(2)|log ${n}` : `talk.js(1)|talk.js(2)|talk.js(3)|write ${n}`,
    )
    const shown = events(stdout).map((line) => line.trimEnd())
    expect(shown.join('|')).toBe(`--- talk <module>|${wanted.join('|')}|talk.js(1)|`)
  })

  test('also where both outputs are one', async () => {
    const script = `console.error('first')\nconsole.log('second')\nconsole.error('third')\n`
    await project.write({ 'errors.js': script })
    const child = spawn('sh', ['-c', `"${process.execPath}" "${cli}" -t errors.js 2>&1`], {
      cwd: project.directory,
      env: outerEnvironment(),
    })
    const chunks: Buffer[] = []
    for await (const chunk of child.stdout) chunks.push(chunk as Buffer)
    expect(events(Buffer.concat(chunks).toString())).toEqual(
      '--- errors <module>|errors.js(1)|first|errors.js(2)|second|errors.js(3)|third|'.split('|'),
    )
  })
})

/** Kills the program as soon as it has said that much, and returns what it has said. */
async function killed(program: string, signal: NodeJS.Signals, enough: (text: string) => boolean): Promise<string> {
  const child = spawn(process.execPath, [cli, '-t', program], { cwd: project.directory, env: outerEnvironment() })
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (enough(text)) child.kill(signal)
  }
  return text
}

describe('whatever ends the program', () => {
  test.each([
    ['process.exit', 'exits.js', 3, 'exits.js(4)'],
    ['an exception', 'raises.js', 1, 'raises.js(3)'],
    ['the end at once', 'osexit.js', 4, 'osexit.js(3)'],
  ])('%s: the last line is there', async (_, program, status, last) => {
    const outcome = await project.tstrace(['-t', program])
    expect(outcome.status).toBe(status)
    expect(events(outcome.stdout.trimEnd()).at(-1)).toBe(last)
  })

  test('killed while it waits: all is there', async () => {
    const text = await killed('sleep.js', 'SIGKILL', (soFar) => soFar.includes('sleep.js(2)'))
    expect(events(text.trimEnd())).toEqual('--- sleep <module>|sleep.js(1)|ready|sleep.js(2)'.split('|'))
  })

  test('killed while it works: what was shown is whole up to the last 16 kB', async () => {
    const text = await killed('spin.js', 'SIGKILL', (soFar) => soFar.length > 100_000)
    const lines = events(text.slice(0, text.lastIndexOf('\n')))
    expect(lines.slice(0, 4)).toEqual('--- spin <module>|spin.js(1)|spin.js(2)|spin.js(3)'.split('|'))
    expect(new Set(lines.slice(2))).toEqual(new Set(['spin.js(2)', 'spin.js(3)']))
  })

  test('nobody reads any more: the program goes on', async () => {
    await project.write({ 'on.js': `for (let n = 0; n < 9999; n++) Math.sqrt(n)\nprocess.exit(7)\n` })
    const child = spawn(process.execPath, [cli, '-t', 'on.js'], { cwd: project.directory, env: outerEnvironment() })
    child.stdout.destroy()
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(7)
  })
})

describe('other processes and threads', () => {
  test('one that shares the output shows its lines there, one whose output is read, in a file', async () => {
    const { stdout } = await project.tstrace(['-t', 'parent.js'])
    expect(events(stdout)).toEqual(
      `--- parent <module>|parent.js(1)|parent.js(2)|said child||parent.js(3)|--- child <module>|child.js(1)|child|`.split(
        '|',
      ),
    )
    const [file, ...more] = await readdir(project.path('tstrace-report/trace'))
    expect(more).toEqual([])
    expect(events(await project.read(`tstrace-report/trace/${file}`))).toEqual([
      '--- child <module>',
      'child.js(1)',
      '',
    ])
  })

  test('threads', async () => {
    const { stdout } = await project.tstrace(['-t', 'threads.js'])
    const thread = '--- threads <module>|threads.js(1)|threads.js(2)|threads.js(3)|--- threads in_thread|threads.js(5)|'
    expect(events(stdout).join('|')).toBe(`--- threads <module>|threads.js(1)|threads.js(2)|${thread}`)
  })

  test('--import tstrace/register', async () => {
    const { stdout } = await project.run(['--import', 'tstrace/register', 'exits.js'], {
      env: { TSTRACE_OPTIONS: '--trace' },
    })
    expect(stdout).toBe((await project.tstrace(['-t', 'exits.js'])).stdout)
  })
})
