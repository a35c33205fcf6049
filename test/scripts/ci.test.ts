/** `.ci/run` and the checkers it starts, each in a checkout of its own, where npm and the test runs are stand-ins. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { beforeEach, afterEach, describe, expect, test } from 'vitest'

let checkout: string

beforeEach(() => {
  checkout = realpathSync(mkdtempSync(join(tmpdir(), 'tstrace-ci-')))
  for (const file of ['.ci/run', 'test/scripts/totals.mjs', 'test/scripts/checkout.mjs', 'test/scripts/size.mjs'])
    cpSync(file, join(checkout, file))
})

afterEach(() => rmSync(checkout, { recursive: true }))

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true })
  writeFileSync(join(checkout, path), text, { mode })
}

interface Ended {
  status: number | null
  /** The lines behind those of the steps. */
  end: string[]
  output: string
}

/** What a command of npm does, as lines of shell; `$report` is where its results go. */
type Commands = Record<string, string>

/** Runs `.ci/run`. Each command succeeds unless it is given. */
function runChecks(commands: Commands = {}, install = ''): Ended {
  const all: Commands = { test: leave(['passed', 'passed']), 'test:e2e': leave(['passed', 'skipped']), ...commands }
  const cases = Object.entries(all).map(([name, lines]) => `  ${name}) ${lines} ;;\n`)
  const report = 'for word in "$@"; do report=${word#--outputFile.json=}; done\n'
  write('bin/npm', `#!/usr/bin/env bash\n${report}case "$3" in\n${cases.join('')}esac\n`, 0o755)
  write('bin/chromium', '#!/usr/bin/env bash\n', 0o755)
  write('test/scripts/install.mjs', install)
  const env = { ...process.env, PATH: `${join(checkout, 'bin')}${delimiter}${process.env['PATH']}` }
  const { status, stdout } = spawnSync('bash', [join(checkout, '.ci/run')], { encoding: 'utf8', env })
  const lines = stdout.trimEnd().split('\n')
  return { status, output: stdout, end: lines.slice(lines.findLastIndex((line) => line.startsWith('-- ')) + 1) }
}

/** Results of a run, which fails if a test did. */
function leave(statuses: string[]): string {
  const failed = statuses.includes('failed')
  const file = { status: failed ? 'failed' : 'passed', assertionResults: statuses.map((status) => ({ status })) }
  const json = JSON.stringify({ success: !failed, testResults: [file] })
  return `echo '${json}' >"$report"; exit ${failed ? 1 : 0}`
}

describe('.ci/run', () => {
  test('succeeds with the totals of both test runs as its last line', () => {
    const { status, end, output } = runChecks()
    expect({ status, end }).toEqual({ status: 0, end: ['3 passed, 0 failed, 1 skipped'] })
    const steps = [...output.matchAll(/^== (.*)$/gm)].map(([, name]) => name?.replace('npm run --silent ', ''))
    const checks = ['build', 'lint', 'fmt:check', 'typecheck', 'package', 'knip', 'size', 'test', 'test:e2e', 'kill']
    expect(steps).toEqual(['install_packages', 'install_chromium', ...checks])
  })

  test('fails where a test fails, and counts the others', () => {
    const { status, end } = runChecks({ test: leave(['passed', 'failed', 'passed']) })
    const expected = ['Failed: npm run --silent test', '3 passed, 1 failed, 1 skipped']
    expect({ status, end }).toEqual({ status: 1, end: expected })
  })

  test('fails where results tell of a failure, though the command does not', () => {
    const { status, end } = runChecks({ 'test:e2e': leave(['failed']).replace('exit 1', 'exit 0') })
    expect({ status, end }).toEqual({ status: 1, end: ['2 passed, 1 failed, 0 skipped'] })
  })

  test('fails where checks fail, names each of them, and goes on', () => {
    const names = ['build', 'lint', 'fmt:check', 'typecheck', 'package', 'knip', 'size']
    const { status, end } = runChecks(Object.fromEntries(names.map((name) => [name, 'exit 3'])))
    const failed = names.map((name) => `Failed: npm run --silent ${name}`)
    expect({ status, end }).toEqual({ status: 1, end: [...failed, '3 passed, 0 failed, 1 skipped'] })
  })

  test('fails where packages cannot be installed', () => {
    const { status, end } = runChecks({}, 'process.exit(1)')
    expect({ status, end }).toEqual({ status: 1, end: ['Failed: install_packages', '3 passed, 0 failed, 1 skipped'] })
  })

  test('fails where a run succeeds and leaves no results, and says so', () => {
    const { status, end } = runChecks({ test: 'exit 0' })
    expect(status).toBe(1)
    expect(end).toEqual([
      expect.stringMatching(/^No results in ".*unit\.json": ENOENT/),
      '1 passed, 0 failed, 1 skipped',
    ])
  })
})

function measureSize(): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(checkout, 'test/scripts/size.mjs')], { encoding: 'utf8' })
}

describe('size.mjs', () => {
  test('accepts what is small', () => {
    write('dist/vitest-plugin/setup.mts', 'setup()')
    expect(measureSize()).toMatchObject({ status: 0, stdout: expect.not.stringMatching(/missing|too big/) })
  })

  test('refuses what is too big', () => {
    const noise = Array.from({ length: 20_000 }, (_, index) => Math.sin(index)).join()
    write('dist/vitest-plugin/setup.mts', noise)
    expect(measureSize()).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^too big: dist\/vitest-plugin\/setup\.mts, /),
    })
  })

  test('says that a file is missing', () => {
    write('dist/index.js', 'start()')
    expect(measureSize()).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('missing: dist/vitest-plugin/setup.mts'),
    })
  })

  test('says that nothing was built', () => {
    const { status, stdout, stderr } = measureSize()
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toContain('missing: dist')
  })
})
