import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { rename } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FunctionActor, Report } from '../../src/model/analysis.ts'
import { TstraceError } from '../../src/model/error.ts'
import { renderers } from './render-text.ts'
import type { FormatContext } from '../../src/formats/format.ts'
import { chosenFormats, namesOf, renderFormats } from '../../src/formats/index.ts'
import { explainUnwritable } from '../../src/report/unwritable.ts'
import { addToReport, writeReport } from '../../src/report/write.ts'
import type { WriteOptions } from '../../src/report/write.ts'
import { fileOf, shopReport, tabulateCalls } from './shop-report.ts'

vi.mock('node:fs/promises', { spy: true })

let folder: string
let coverdir: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tstrace-write-')))
  coverdir = join(folder, 'report')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Options = WriteOptions & FormatContext['options'] & Parameters<typeof chosenFormats>[0]

async function write(report: Report, options: Partial<Options> = {}): Promise<string[]> {
  const all = { count: true, listfuncs: true, trackcalls: true, missing: true, pythonCompat: false }
  const chosen = { coverdir, ...all, ...options }
  const formats = chosenFormats(chosen)
  const { files } = await renderFormats(formats, report, { root: folder, options: chosen })
  return writeReport(files, { replaces: namesOf(formats), ...chosen })
}

function reportOf(...paths: string[]): Report {
  return { files: paths.map((path) => fileOf(path, [1])), calls: tabulateCalls([]), testFiles: null, uncounted: [] }
}

function filesIn(directory: string): string[] {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true })
  const files = found.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))
  return files.map((file) => file.slice(directory.length + 1).replaceAll('\\', '/')).toSorted()
}

function listingsIn(directory: string): string[] {
  return filesIn(directory).filter((file) => file.endsWith('.cover'))
}

function age(file: string): Date {
  const long = new Date('2001-01-01')
  utimesSync(file, long, long)
  return statSync(file).mtime
}

describe('a report', () => {
  test('is a listing for each file, three texts and the list of them, and nothing else', async () => {
    const names = ['src/cart.ts.cover', 'src/price.ts.cover', 'summary.txt', 'functions.txt', 'callers.txt']
    expect(await write(shopReport())).toEqual(names.map((name) => join(coverdir, name)))
    expect(filesIn(coverdir)).toEqual(['.gitignore', '.tstrace-report', ...names].toSorted())
    for (const name of names) {
      await expect(readFileSync(join(coverdir, name), 'utf8')).toMatchFileSnapshot(`gold/shop/${name}`)
    }
  })

  test('leaves alone what was added to it, byte by byte as it was', async () => {
    const image = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    await addToReport(
      [
        { name: 'html/icon.png', render: () => image },
        { name: 'lcov.info', render: () => ['TN:\n'] },
      ],
      coverdir,
    )
    await write(reportOf('src/cart.ts'))
    await write(reportOf())
    expect(new Uint8Array(readFileSync(join(coverdir, 'html/icon.png')))).toEqual(image)
    expect(readFileSync(join(coverdir, 'lcov.info'), 'utf8')).toBe('TN:\n')
    expect(listingsIn(coverdir)).toEqual([])
  })

  test('is not for git where it made the directory; one that was there is left as it is', async () => {
    await write(reportOf('src/cart.ts'))
    expect(readFileSync(join(coverdir, '.gitignore'), 'utf8')).toBe('*\n')
    rmSync(join(coverdir, '.gitignore'))
    await write(reportOf('src/cart.ts'))
    await write(reportOf('src/cart.ts'), { coverdir: folder })
    expect(filesIn(folder).filter((name) => name.endsWith('.gitignore'))).toEqual([])
  })

  test('that traces came before is not for git, either', async () => {
    mkdirSync(join(coverdir, 'trace'), { recursive: true })
    writeFileSync(join(coverdir, 'trace/a.test.ts.trace'), '')
    await write(reportOf('src/cart.ts'), { traces: ['trace/a.test.ts.trace'] })
    expect(filesIn(coverdir)).toContain('.gitignore')
  })

  test('makes its directory, and those above', async () => {
    coverdir = join(coverdir, 'of', 'today')
    await write(reportOf('src/cart.ts'))
    expect(listingsIn(folder)).toEqual(['report/of/today/src/cart.ts.cover'])
  })

  test('goes where a relative path leads', async () => {
    await write(reportOf('src/cart.ts'), { coverdir: relative(process.cwd(), coverdir) })
    expect(listingsIn(coverdir)).toEqual(['src/cart.ts.cover'])
  })

  test('has what was asked for', async () => {
    const only = { count: false, listfuncs: false, trackcalls: false }
    expect(await write(shopReport(), only)).toEqual([])
    expect(await write(shopReport(), { ...only, trackcalls: true })).toEqual([join(coverdir, 'callers.txt')])
    expect(filesIn(coverdir)).toEqual(['.gitignore', '.tstrace-report', 'callers.txt'])
  })

  test('keeps the listings of files outside of the root inside', async () => {
    await write(reportOf('../lib/round.ts'))
    expect(listingsIn(folder)).toEqual(['report/_up_/lib/round.ts.cover'])
  })

  test('of hundreds of files is complete', async () => {
    const paths = Array.from({ length: 200 }, (_, index) => `src/aisle-${index % 7}/shelf-${index}.ts`)
    await write(reportOf(...paths))
    expect(listingsIn(coverdir)).toEqual(paths.map((path) => `${path}.cover`).toSorted())
  })
})

describe('written again', () => {
  test('what did not change is left alone', async () => {
    const files = [...(await write(shopReport())), join(coverdir, '.tstrace-report')]
    const before = files.map(age)
    await write(shopReport())
    expect(files.map((file) => statSync(file).mtime)).toEqual(before)
  })

  test('what changed is replaced, the rest is left alone', async () => {
    await write(shopReport())
    const [cart, price] = ['src/cart.ts.cover', 'src/price.ts.cover'].map((name) => join(coverdir, name)) as [
      string,
      string,
    ]
    const before = [age(cart), age(price)]
    const report = shopReport()
    report.files[0]?.lines.forEach((line) => line.count++)
    await write(report)
    expect(statSync(cart).mtime).not.toEqual(before[0])
    expect(statSync(price).mtime).toEqual(before[1])
  })

  test.each([
    ['has more at its end', (text: string) => `${text}more`],
    ['is cut off', (text: string) => text.slice(0, -1)],
    ['is as long, and another', (text: string) => text.replace(/.$/s, '?')],
    ['is empty', () => ''],
  ])('a listing that %s is written anew', async (_, damage) => {
    const [listing = ''] = await write(shopReport())
    const text = readFileSync(listing, 'utf8')
    writeFileSync(listing, damage(text))
    await write(shopReport())
    expect(readFileSync(listing, 'utf8')).toBe(text)
  })

  test('a list of megabytes is whole, and left alone when nothing changed in it', async () => {
    const callee = actorOf('src/price', 'tax')
    const calls = Array.from({ length: 60_000 }, (_, number) => ({
      caller: actorOf(`test/cart-${number % 100}`, `adds ${number}€`),
      callee,
      count: number + 1,
    }))
    const report = { ...reportOf(), calls: tabulateCalls(calls) }
    const list = (await write(report)).at(-1) ?? ''
    expect(readFileSync(list, 'utf8')).toBe(renderers.callers(report, { pythonCompat: false }))
    expect(statSync(list).size).toBeGreaterThan(2_500_000)
    const before = age(list)
    await write(report)
    expect(statSync(list).mtime).toEqual(before)
    await write({ ...report, calls: tabulateCalls(calls.slice(1)) })
    expect(statSync(list).mtime).not.toEqual(before)
  })

  test('the listing of a source that is gone is removed, with its directory', async () => {
    await write(reportOf('src/cart.ts', 'src/old/shelf.ts'))
    await write(reportOf('src/cart.ts'))
    expect(listingsIn(coverdir)).toEqual(['src/cart.ts.cover'])
    expect(existsSync(join(coverdir, 'src/old'))).toBe(false)
  })

  test('what is not ours stays, whatever it is called', async () => {
    await write(reportOf('src/old/shelf.ts'))
    writeFileSync(join(coverdir, 'src/old/mine.ts.cover'), 'mine')
    writeFileSync(join(coverdir, 'notes.txt'), 'mine')
    await write(reportOf('src/cart.ts'))
    expect(listingsIn(coverdir)).toEqual(['src/cart.ts.cover', 'src/old/mine.ts.cover'])
    expect(readFileSync(join(coverdir, 'notes.txt'), 'utf8')).toBe('mine')
  })

  test.each([
    ['count', ['src/cart.ts.cover', 'summary.txt']],
    ['listfuncs', ['functions.txt']],
    ['trackcalls', ['callers.txt']],
  ])('without %s, what it made stays, and is still ours', async (option, left) => {
    await write(reportOf('src/cart.ts'))
    writeFileSync(join(coverdir, 'trace.txt'), 'mine')
    await write(reportOf('src/price.ts'), { [option]: false })
    expect(filesIn(coverdir)).toEqual(expect.arrayContaining([...left, 'trace.txt']))
    await write(reportOf('src/price.ts'))
    expect(filesIn(coverdir)).toEqual(
      [
        '.gitignore',
        '.tstrace-report',
        'callers.txt',
        'functions.txt',
        'src/price.ts.cover',
        'summary.txt',
        'trace.txt',
      ].toSorted(),
    )
  })

  test('without traces, those of an earlier report stay; with them, those of this one do', async () => {
    const traces = ['trace/test/a.test.ts.trace', 'trace/test/b.test.ts.trace']
    mkdirSync(join(coverdir, 'trace/test'), { recursive: true })
    for (const name of traces) writeFileSync(join(coverdir, name), 'a.ts(1): a\n')
    const replaces = namesOf(['trace'])
    await write(reportOf('src/cart.ts'), { traces, replaces })
    await write(reportOf('src/cart.ts'))
    expect(filesIn(coverdir)).toEqual(expect.arrayContaining(traces))
    await write(reportOf('src/cart.ts'), { traces: traces.slice(1), replaces })
    expect(filesIn(join(coverdir, 'trace'))).toEqual(['test/b.test.ts.trace'])
  })

  test('after a report that failed half-way, what that one wrote is known as ours', async () => {
    vi.mocked(rename).mockImplementation(async (from, to) => {
      if (String(to).includes('price')) throw failure('ENOSPC')
      return renameSync(from, to)
    })
    await expect(write(reportOf('src/cart.ts', 'src/price.ts'))).rejects.toThrow('The disk is full')
    vi.mocked(rename).mockReset()
    expect(filesIn(join(coverdir, 'src'))).toEqual(['cart.ts.cover'])
    await write(reportOf('src/price.ts'))
    expect(listingsIn(coverdir)).toEqual(['src/price.ts.cover'])
  })

  test('a list that leads out of the directory deletes nothing there', async () => {
    const victim = join(folder, 'victim.cover')
    writeFileSync(victim, 'mine')
    mkdirSync(coverdir)
    writeFileSync(join(coverdir, '.tstrace-report'), JSON.stringify({ version: 1, files: ['../victim.cover'] }))
    await write(reportOf('src/cart.ts'))
    expect(readFileSync(victim, 'utf8')).toBe('mine')
  })

  test('a stale listing that became a directory is not ours any more', async () => {
    await write(reportOf('old.ts'))
    rmSync(join(coverdir, 'old.ts.cover'))
    mkdirSync(join(coverdir, 'old.ts.cover'))
    await write(reportOf('src/cart.ts'))
    expect(statSync(join(coverdir, 'old.ts.cover')).isDirectory()).toBe(true)
  })

  test('a stale listing behind a link is not ours any more', async () => {
    await write(reportOf('old/shelf.ts'))
    rmSync(join(coverdir, 'old'), { recursive: true })
    const elsewhere = join(folder, 'elsewhere')
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, 'shelf.ts.cover'), 'mine')
    symlinkSync(elsewhere, join(coverdir, 'old'), 'junction')
    await write(reportOf('src/cart.ts'))
    expect(readFileSync(join(elsewhere, 'shelf.ts.cover'), 'utf8')).toBe('mine')
  })
})

async function refusal(report = reportOf('src/cart.ts')): Promise<string> {
  const error: unknown = await write(report).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(TstraceError)
  expect(error).toHaveProperty('code', 'coverdir-unwritable')
  return (error as TstraceError).message.replaceAll(coverdir, 'COVERDIR')
}

describe('a report is refused where', () => {
  test('a file stands in its place', async () => {
    writeFileSync(coverdir, '')
    expect(await refusal()).toBe(
      '[tstrace] Cannot write the report to "COVERDIR". It is a file, not a directory ("COVERDIR"). Move it away, or choose another coverdir. (coverdir-unwritable)',
    )
  })

  test('a file stands above it', async () => {
    writeFileSync(coverdir, '')
    coverdir = join(coverdir, 'deep')
    expect(await refusal()).toContain('A part of this path is a file, not a directory')
  })

  test.runIf(process.platform === 'linux')('the system makes no directories', async () => {
    coverdir = '/proc/report'
    expect(await refusal()).toBe(
      '[tstrace] Cannot write the report to "COVERDIR". No directory can be made there ("COVERDIR"). Check the path, or choose another coverdir. (coverdir-unwritable)',
    )
  })

  test.each(['summary.txt', 'callers.txt', 'src/cart.ts.cover'])("a user's own %s would be lost", async (name) => {
    mkdirSync(join(coverdir, 'src'), { recursive: true })
    writeFileSync(join(coverdir, name), 'mine')
    expect(await refusal()).toBe(
      `[tstrace] Cannot write the report to "COVERDIR". "COVERDIR/${name}" is a file that tstrace did not write, and would be lost. Move it away, or choose another coverdir. (coverdir-unwritable)`,
    )
    expect(readFileSync(join(coverdir, name), 'utf8')).toBe('mine')
    expect(filesIn(coverdir)).toEqual([name])
  })

  test("a user's own file stands where another format is added, which replaces its own, and what is the same", async () => {
    const add = (text: string) => addToReport([{ name: 'a/index.html', render: () => [text] }], coverdir)
    const index = join(coverdir, 'a/index.html')
    await add('1')
    await write(reportOf('src/cart.ts'))
    await add('2')
    expect(readFileSync(index, 'utf8')).toBe('2')
    rmSync(join(coverdir, '.tstrace-report'))
    await add('2')
    rmSync(join(coverdir, '.tstrace-report'))
    await expect(add('3')).rejects.toThrow('index.html" is a file that tstrace did not write')
    expect(readFileSync(index, 'utf8')).toBe('2')
  })

  test.each(['index.html', 'a', 'a/b.html'])('%s is a link, and a format is added', async (name) => {
    const victim = join(folder, 'victim')
    mkdirSync(victim)
    writeFileSync(join(victim, 'b.html'), 'mine')
    mkdirSync(join(coverdir, name, '..'), { recursive: true })
    symlinkSync(name === 'a' ? victim : join(victim, 'b.html'), join(coverdir, name))
    const files = ['index.html', 'a/b.html'].map((file) => ({ name: file, render: () => ['ours'] }))
    await expect(addToReport(files, coverdir)).rejects.toThrow(`${name}" is a link`)
    expect(readFileSync(join(victim, 'b.html'), 'utf8')).toBe('mine')
  })

  test('a directory stands where a listing belongs', async () => {
    mkdirSync(join(coverdir, 'src/cart.ts.cover'), { recursive: true })
    expect(await refusal()).toContain(
      '"COVERDIR/src/cart.ts.cover" is a directory. Move it away, or choose another coverdir.',
    )
  })

  test('a file stands where a directory belongs', async () => {
    mkdirSync(coverdir)
    writeFileSync(join(coverdir, 'src'), 'mine')
    expect(await refusal()).toContain('"COVERDIR/src" is a file.')
  })

  test('a link inside leads out, which is not followed', async () => {
    const elsewhere = join(folder, 'elsewhere')
    mkdirSync(elsewhere)
    mkdirSync(coverdir)
    symlinkSync(elsewhere, join(coverdir, 'src'), 'junction')
    expect(await refusal()).toContain('"COVERDIR/src" is a link.')
    expect(filesIn(elsewhere)).toEqual([])
  })

  test.each(['summary.txt', '.tstrace-report'])('%s is a link', async (name) => {
    const victim = join(folder, 'victim')
    writeFileSync(victim, 'mine')
    mkdirSync(coverdir)
    symlinkSync(victim, join(coverdir, name))
    expect(await refusal()).toContain(`"COVERDIR/${name}" is a link.`)
    expect(readFileSync(victim, 'utf8')).toBe('mine')
  })

  test('a name is too long, leaving no temporary file behind', async () => {
    const long = { name: 'x'.repeat(300), render: () => ['text'] }
    await expect(writeReport([long], { replaces: () => true, coverdir })).rejects.toThrow('ENAMETOOLONG')
    expect(filesIn(coverdir).filter((file) => file.endsWith('.tmp'))).toEqual([])
  })

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('nobody may write', async () => {
    mkdirSync(coverdir)
    chmodSync(coverdir, 0o500)
    expect(await refusal()).toContain('Permission is denied')
  })
})

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: it failed`), { code, syscall: 'open', path: 'cov/src' })
}

describe('what can go wrong with a disk', () => {
  test.each([
    ['EACCES', 'Permission is denied ("cov/src"). Make it writable, or choose another coverdir.'],
    ['EROFS', 'The file system is read-only ("cov/src").'],
    ['ENOENT', 'It was removed while the report was being written ("cov/src"). Keep it from that'],
    ['ENOSPC', 'The disk is full ("cov/src"). Make room, or choose another coverdir.'],
    ['EIO', 'The system says: EIO: it failed ("cov/src"). Mend that, or choose another coverdir.'],
  ])('%s is explained', (code, text) => {
    const error = failure(code)
    const explained = explainUnwritable('cov', error)
    expect(explained).toHaveProperty('message', expect.stringContaining(`Cannot write the report to "cov". ${text}`))
    expect(explained).toHaveProperty('cause', error)
  })

  test('the name of the directory cannot steer the terminal', () => {
    expect(explainUnwritable('\u001b[31mcov', failure('EIO'))).toHaveProperty(
      'message',
      expect.stringContaining('"\\x1b[31mcov"'),
    )
  })

  test('a bug of ours stays what it is', () => {
    const bugs = [new TypeError('not a function'), Object.assign(new TypeError(), { code: 'ERR_INVALID_ARG_TYPE' })]
    for (const bug of bugs) expect(explainUnwritable('cov', bug)).toBe(bug)
  })
})

test('the directory itself may be a link: that is how it was asked for', async () => {
  const elsewhere = join(folder, 'elsewhere')
  mkdirSync(elsewhere)
  symlinkSync(elsewhere, coverdir, 'junction')
  await write(reportOf('src/cart.ts'))
  expect(lstatSync(coverdir).isSymbolicLink()).toBe(true)
  expect(listingsIn(elsewhere)).toEqual(['src/cart.ts.cover'])
})

function actorOf(module: string, name: string): FunctionActor {
  return { path: `${module}.ts`, module, name, at: { line: 1, column: 0 } }
}
