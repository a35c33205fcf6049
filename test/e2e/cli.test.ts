/** What the command line does with its flags, stores and messages. */
import { spawn } from 'node:child_process'
import { rm, symlink } from 'node:fs/promises'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CliProject, cli, makeCliProject } from './cli-project.ts'
import { checkout, outerEnvironment } from './project.ts'

const register = pathToFileURL(`${checkout}/dist/register/index.js`).href

const shop = {
  'src/main.ts': `import { tax } from './tax.ts'
let text = ''
for await (const chunk of process.stdin) text += chunk
console.log(tax(Number(text) || 100), process.argv[2] ?? 'none')
if (process.argv[2] === 'fail') process.exit(3)
`,
  'src/tax.ts': `export function tax(price: number): number {
  if (price < 0) throw new RangeError('no price')
  return price / 5
}
`,
  'src/unused.ts': `export const unused = (): number => 1\n`,
  'package.json': '{ "type": "module" }',
}

let project: CliProject

beforeAll(async () => {
  project = await makeCliProject(shop)
})

/** The lines of a listing that ran, and how often. */
async function counts(listing: string): Promise<string[]> {
  const text = await project.read(listing)
  return text.split('\n').flatMap((line) => (/^ *\d+: /.test(line) ? [line.slice(0, 5).trim()] : []))
}

describe('output', () => {
  test('nothing is printed or written that was not asked for', async () => {
    const outcome = await project.tstrace(['-l', 'src/main.ts'])
    expect(outcome).toMatchObject({ status: 0, messages: [], stderr: '' })
    expect(outcome.stdout).toMatch(/^20 none\n\nfunctions called:\n(?:filename: .*\n)+$/)
    expect(project.has('tstrace-report')).toBe(false)
    expect(await project.tstrace(['-c', 'src/main.ts'])).toMatchObject({ stdout: '20 none\n', stderr: '' })
    expect(Object.keys(await project.readAll('tstrace-report'))).toEqual([
      '.gitignore',
      '.tstrace-report',
      'src/main.ts.cover',
      'src/tax.ts.cover',
      'summary.txt',
    ])
  })

  test('beside listings stands what else was asked for', async () => {
    await project.tstrace(['-clT', '-C', 'all', '--all', '--include', 'src', '-m', 'src/main.ts'])
    const files = await project.readAll('all')
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['callers.txt', 'functions.txt', 'src/unused.ts.cover']))
    expect(files['src/unused.ts.cover']).toMatch(/^>>>>>> /)
  })

  test('input reaches the program, and its status is ours', async () => {
    const child = spawn(process.execPath, [cli, '-l', 'src/main.ts', 'fail'], {
      cwd: project.directory,
      env: outerEnvironment(),
    })
    let output = ''
    child.stdout.on('data', (text) => (output += text))
    child.stdin.end('50')
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(3)
    expect(output).toMatch(/^10 fail\n\nfunctions called:/)
  })

  test('ignored modules and directories are in no list', async () => {
    const { stdout } = await project.tstrace(['-lTs', '-c', '--ignore-module', 'tax', 'src/main.ts'])
    expect(stdout).toContain('src/main.<module>')
    expect(stdout).not.toContain('tax')
    const ignored = await project.tstrace(['-l', '--ignore-dir', 'src', 'src/main.ts'])
    expect(ignored).toMatchObject({ status: 0, stdout: '20 none\n' })
    expect(ignored.messages[0]).toMatch(/nothing of it was counted.*\(no-data\)$/)
  })

  test('a file that is longer than the limit runs as it is, and the others are counted', async () => {
    const outcome = await project.tstrace(['-c', '--max-size', '150', '-C', 'short', 'src/main.ts'])
    const message = expect.stringMatching(/"src\/main\.ts".*"maxSize" is 150.*\(not-counted\)$/) as string
    expect(outcome).toMatchObject({ status: 0, messages: [message], stdout: '20 none\n' })
    expect(await counts('short/src/tax.ts.cover')).toEqual(['1', '1'])
  })

  test("formats are those of Istanbul's tools", async () => {
    const { stdout } = await project.tstrace([
      '--format=text-summary',
      '--format=lcovonly',
      '--format=json',
      '-Cformats',
      'src/main.ts',
    ])
    expect(stdout).toMatch(/^20 none\n\n=+ Coverage summary =+\nStatements {3}: 66\.66% \( 6\/9 \)\n/)
    expect(await project.read('formats/lcov.info')).toContain('FNDA:1,tax\n')
    const json = JSON.parse(await project.read('formats/coverage-final.json')) as Record<string, { f: object }>
    expect(json[project.path('src/tax.ts')]?.f).toEqual({ 0: 1 })
    expect(project.has('formats/summary.txt')).toBe(false)
  })
})

describe('stores', () => {
  test('runs add up, and are reported alone or together', async () => {
    const run = (...args: string[]): Promise<unknown> =>
      project.tstrace(['-cT', '--python-compat', ...args, 'src/main.ts'])
    expect(await run('-R', '-f', 'one.jsonl')).toMatchObject({ stdout: '20 none\n', stderr: '' })
    await run('-R', '-f', 'one.jsonl')
    await run('-f', 'two.jsonl.gz', '-C', 'of-two')
    expect(await counts('of-two/src/tax.ts.cover')).toEqual(['1', '1'])
    await project.tstrace(['-r', '-f', 'one.jsonl', '-C', 'of-one'])
    expect(await counts('of-one/src/tax.ts.cover')).toEqual(['2', '2'])
    await project.tstrace(['-r', '-f', 'one.jsonl', '-f', 'two.*', '-C', 'of-both'])
    expect(await counts('of-both/src/tax.ts.cover')).toEqual(['3', '3'])
    expect(await project.tstrace(['merge', '-o', 'sum.jsonl', '{one,two}.jsonl*'])).toMatchObject({
      status: 0,
      messages: [],
    })
    const { stdout } = await project.tstrace(['-r', '-f', 'sum.jsonl', '-lT', '--ignore-module', 'main'])
    expect(stdout).toContain('funcname: tax  x3\n')
    expect(stdout).toContain('    <external> -> src/tax.tax  x3\n')
    expect(stdout).not.toContain('main')
    const ignored = await project.tstrace(['-rl', '-f', 'sum.jsonl', '--ignore-dir', 'src'])
    expect(ignored).toMatchObject({ status: 0, messages: [expect.stringMatching(/"sum\.jsonl".*\(no-data\)$/)] })
  })

  test('a report has the files of its runs, and of these what the globs select', async () => {
    await project.write({ 'setup.ts': 'export {}\n' })
    const run = await project.tstrace(['-cs', '--include', 'src', '-f', 'all.jsonl', '-C', 'run', 'src/main.ts'])
    expect(run.stdout).toMatch(/ src\/unused /)
    const report = (...args: string[]): ReturnType<CliProject['tstrace']> =>
      project.tstrace(['-rs', '-f', 'all.jsonl', ...args])
    const summary = run.stdout.slice(run.stdout.indexOf('lines '))
    expect((await report()).stdout).toBe(summary)
    expect((await report('--include', '**')).stdout).toBe(summary)
    expect((await report('--all')).stdout).toBe(summary)
    const { stdout } = await report('--include', 'src/tax.ts')
    expect(stdout).toMatch(/ src\/tax /)
    expect(stdout).not.toMatch(/main|unused/)
    const { stdout: callers } = await project.tstrace(['-rT', '-f', 'one.jsonl', '--include', 'src/tax.ts'])
    expect(callers).toContain('    <external> -> src/tax.tax  x2\n')
    expect(callers).not.toContain('main')
    expect(await report('--include', 'lib/**')).toMatchObject({
      stdout: '',
      status: 0,
      messages: [expect.stringMatching(/"lib\/\*\*" of "include" is like no file.*\(no-match\)$/)],
    })
  })

  test('a report that can not be written is made later, from what is kept', async () => {
    await project.write({ occupied: '' })
    const { status, messages } = await project.tstrace(['-c', '-C', 'occupied', 'src/main.ts'])
    expect(status).toBe(2)
    expect(messages).toEqual([expect.stringMatching(/\(coverdir-unwritable\)$/)])
    const [, directory = ''] = /`tstrace --report --file "(.*)"`/.exec(messages[0] as string) ?? []
    // Another run puts in order what was left.
    await project.tstrace(['-l', 'src/main.ts'])
    expect(await project.tstrace(['--report', '--file', directory, '-C', 'later'])).toMatchObject({
      status: 0,
      messages: [],
    })
    expect(await counts('later/src/tax.ts.cover')).toEqual(['1', '1'])
    await rm(directory, { recursive: true })
    const lost = await project.tstrace(['--report', '--file', 'src'])
    expect(lost).toMatchObject({ status: 2, messages: [expect.stringContaining('(bad-part)')] })
  })

  test("Istanbul's data is reported, also of sources that were elsewhere", async () => {
    await project.tstrace(['--format', 'json', '-C', 'here', 'src/main.ts'])
    const json = await project.read('here/coverage-final.json')
    const elsewhere = json.replaceAll(`${project.directory}/src/`, 'C:\\\\ci\\\\work\\\\src\\\\')
    await project.write({ 'elsewhere.json': elsewhere })
    expect(await project.tstrace(['-r', '-f', 'here/coverage-final.json', '-C', 'again'])).toMatchObject({
      messages: [],
    })
    expect(await counts('again/src/tax.ts.cover')).toEqual(['1', '1'])
    const lost = await project.tstrace(['-rs', '-f', 'elsewhere.json'])
    expect(lost.stdout).toBe('')
    expect(lost.messages).toEqual([
      expect.stringMatching(/^\[tstrace\] "C:.*main\.ts", "C:.*tax\.ts" were counted.*--map FROM=TO.*\(source-gone\)$/),
    ])
    const found = await project.tstrace(['-rs', '-f', 'elsewhere.json', '--map', 'c:\\ci\\work=.', '-C', 'found'])
    expect(found).toMatchObject({ status: 0, messages: [] })
    const merged = await project.tstrace(['merge', '-o', 'merged.jsonl', 'elsewhere.json'])
    expect(merged).toMatchObject({ status: 2, messages: [expect.stringMatching(/"elsewhere\.json" .*\(bad-store\)$/)] })
    expect(await counts('found/src/tax.ts.cover')).toEqual(['1', '1'])
  })

  test('a store that is none is named, and stays as it is', async () => {
    await project.write({ 'garbage.jsonl': 'garbage\n' })
    const outcome = await project.tstrace(['-c', '-f', 'garbage.jsonl', 'src/main.ts'])
    expect(outcome).toMatchObject({ status: 2, stdout: '20 none\n' })
    expect(outcome.messages[0]).toMatch(/"[^"]*garbage\.jsonl".*\(bad-store\)$/)
    expect(await project.read('garbage.jsonl')).toBe('garbage\n')
    expect((await project.tstrace(['-c', '-f', 'garbage.jsonl', 'src/main.ts', 'fail'])).status).toBe(3)
    expect(await project.tstrace(['-r', '-f', 'none.jsonl'])).toMatchObject({
      status: 2,
      messages: [expect.stringContaining('(bad-store)')],
    })
    expect(project.has('none.jsonl')).toBe(false)
    expect(await project.tstrace(['-r', '-f', 'none*.jsonl'])).toMatchObject({
      status: 2,
      messages: [expect.stringContaining('"none*.jsonl"')],
    })
  })
})

describe('programs', () => {
  test('one that is not there, or no program', async () => {
    await project.write({ 'empty/readme.md': '' })
    const missing = await project.tstrace(['-c', 'src/mian.ts'])
    expect(missing).toMatchObject({ status: 2, stdout: '' })
    expect(missing.messages[0]).toMatch(/Cannot run "src\/mian\.ts"\. There is no such file.*\(no-program\)$/)
    expect((await project.tstrace(['-c', 'empty'])).messages[0]).toContain('a directory without an entry')
    expect((await project.tstrace(['-c', '/dev/null'])).messages[0]).toContain('It is no file')
    expect((await project.tstrace(['-c', '--module', 'no-such-package'])).messages[0]).toContain('(no-program)')
  })

  test('one by a link to it', async () => {
    await project.write({
      'bin/tool.cjs': `console.log(require('./part.cjs').part)\n`,
      'bin/part.cjs': 'exports.part = 3\n',
    })
    await symlink('bin/tool.cjs', project.path('linked.cjs'))
    const { stdout, status } = await project.tstrace(['-l', 'linked.cjs'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^3\n\nfunctions called:\nfilename: bin\/part\.cjs, /)
  })

  test('one that looks at what it runs in', async () => {
    await project.write({
      'look.cjs': `console.log(process.argv.length, process.execArgv, process.emit.name, process.emit.length,
  process.reallyExit.name, process.stdout.write.name, process.listenerCount('exit'), Object.keys(process).includes('emit'),
  require.main === module, module.id, setTimeout.name, Object.keys(globalThis))`,
    })
    const { stdout } = await project.run(['look.cjs'])
    const traced = await project.tstrace(['-R', '-cT', '-f', 'look.jsonl', 'look.cjs'])
    expect(traced).toMatchObject({ stdout, messages: [] })
  })

  test('packages, by their names, their commands and their modules', async () => {
    await project.write({
      'node_modules/@me/tool/package.json':
        '{ "name": "@me/tool", "bin": { "tool": "bin/run.js", "other": "lib/other.js" }, "main": "lib/main.js" }',
      'node_modules/@me/tool/bin/run.js':
        '#!/usr/bin/env node\nfunction bin() {}\nbin(require("../lib/main.js"), require("helper"))\n',
      'node_modules/@me/tool/lib/main.js': 'function main() {}\nmain()\n',
      'node_modules/helper/package.json': '{ "name": "helper", "main": "helper.js" }',
      'node_modules/helper/helper.js': 'function helper() {}\nhelper()\n',
    })
    const { stdout, messages } = await project.tstrace(['-l', '--module', '@me/tool'])
    expect(messages).toEqual([])
    expect(stdout).toContain('funcname: bin  x1\n')
    expect(stdout).toContain('funcname: main  x1\n')
    expect(stdout).not.toContain('helper')
    const included = await project.tstrace(['-l', '--include', 'node_modules/helper', '--module', '@me/tool'])
    expect(included.stdout).toContain('funcname: helper  x1\n')
    expect((await project.tstrace(['-l', '--module', 'helper'])).stdout).toContain('funcname: helper  x1\n')
    expect((await project.tstrace(['-l', '--module', '@me/tool/lib/main.js'])).stdout).not.toContain('funcname: bin')
  })

  test('a traced program that traces', async () => {
    await project.write({
      'outer.ts': `import { execFileSync } from 'node:child_process'
function outer(): void {
  console.log(String(execFileSync(process.execPath, [${JSON.stringify(cli)}, '-l', 'inner.ts'])))
}
outer()
`,
      'inner.ts': 'function inner(): void {}\ninner()\n',
    })
    const { stdout } = await project.tstrace(['-l', 'outer.ts'])
    expect(stdout.match(/funcname: inner {2}x1\n/g)).toHaveLength(1)
    expect(stdout.indexOf('funcname: inner')).toBeLessThan(stdout.indexOf('funcname: outer'))
  })
})

describe('register', () => {
  test('options are in the environment', async () => {
    const args = ['--import', register, 'src/tax.ts']
    expect(await project.run(args, { env: { TSTRACE_OPTIONS: '-l  --python-compat' } })).toMatchObject({
      status: 0,
      stdout: '\nfunctions called:\nfilename: src/tax.ts, modulename: src/tax, funcname: <module>\n',
    })
    const wrong = await project.run(args, { env: { TSTRACE_OPTIONS: '-lx' } })
    expect(wrong).toMatchObject({ status: 2, messages: [expect.stringContaining('There is no option "-x"')] })
  })

  test('without options, all reports are files', async () => {
    await rm(project.path('tstrace-report'), { recursive: true, force: true })
    expect(await project.run(['--import', register, 'src/tax.ts'])).toMatchObject({ status: 0, stdout: '', stderr: '' })
    const names = Object.keys(await project.readAll('tstrace-report'))
    expect(names).toEqual(expect.arrayContaining(['callers.txt', 'functions.txt', 'src/tax.ts.cover', 'summary.txt']))
  })

  test('a server reports what was counted so far, and goes on', async () => {
    const server = await makeCliProject({}, 'test/fixtures/cli/processes')
    const env = { ...outerEnvironment(), TSTRACE_OPTIONS: '-lc' }
    const child = spawn(process.execPath, ['--import', register, 'server.js'], { cwd: server.directory, env })
    let output = ''
    let told = ''
    child.stdout.on('data', (text) => (output += text))
    child.stderr.on('data', (text) => (told += text))
    const closed = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)))
    await expect.poll(() => output, { timeout: 30_000 }).toContain('served\n')
    child.kill('SIGUSR2')
    await expect.poll(() => output, { timeout: 30_000 }).toMatch(/functions called:[^]*\n$/)
    for (const name of ['inChild', 'inThread', 'serve', 'server']) {
      expect(output).toMatch(new RegExp(`funcname: ${name.replace(/[()]/g, '\\$&')} {2}x\\d+\n`))
    }
    await expect.poll(() => told).toContain(`written to "${server.path('tstrace-report')}"`)
    child.kill('SIGTERM')
    expect(await closed).toBe('SIGTERM')
    expect(output.match(/functions called:/g)).toHaveLength(2)
    expect(output.match(/funcname: serve {2}x1\n/g)).toHaveLength(2)
  })
})
