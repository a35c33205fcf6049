/** The command line as other package managers install it. Needs the registry. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { nodeMajors, nodeOf } from './cli-project.ts'
import { installOnce } from './installed.ts'
import { type Outcome, Project, checkout, makeDirectory, runProgram } from './project.ts'

let tarball: string
let tools: string

beforeAll(async () => {
  const directory = await makeDirectory()
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', directory]
  const { stdout } = await runProgram('npm', args, checkout)
  tarball = join(directory, stdout.trim())
  tools = join(await installOnce(['@yarnpkg/cli-dist@4', 'pnpm@10']), 'node_modules')
})

async function makeProgram(resolutions: Record<string, string> = {}): Promise<Project> {
  const project = new Project(await makeDirectory())
  const hash = createHash('sha256')
    .update(await readFile(tarball))
    .digest('hex')
  await project.write({
    'package.json': JSON.stringify({ private: true, dependencies: { tstrace: `file:${tarball}` }, resolutions, hash }),
    'src/m.mjs': `export function add(a, b) {\n  return a + b\n}\nconsole.log(add(1, 2))\n`,
  })
  return project
}

/** All have one name: those of other systems are not in every registry. */
async function otherBindings(): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of ['oxc-parser', 'oxc-transform']) {
    const text = await readFile(join(checkout, 'node_modules', name, 'package.json'), 'utf8')
    const { optionalDependencies } = JSON.parse(text) as { optionalDependencies: Record<string, string> }
    const own = Object.keys(optionalDependencies).find((other) => other.endsWith('-linux-x64-gnu')) as string
    for (const [other, version] of Object.entries(optionalDependencies))
      if (other !== own) found[other] = `npm:${own}@${version}`
  }
  return found
}

function expectReport(outcome: Outcome, project: Project): Promise<void> {
  expect(outcome).toMatchObject({ status: 0, messages: [] })
  expect(outcome.stdout).toMatch(/^3\n\nfunctions called:\n.*<module> {2}x1\n.*funcname: add {2}x1\n/)
  return expect(project.read('tstrace-report/src/m.mjs.cover')).resolves.toContain(' 1:   return a + b\n')
}

test("Yarn's Plug'n'Play", async () => {
  const project = await makeProgram(await otherBindings())
  const yarn = join(tools, '@yarnpkg/cli-dist/bin/yarn.js')
  const env = { YARN_ENABLE_TELEMETRY: '0', YARN_ENABLE_IMMUTABLE_INSTALLS: '0' }
  await project.write({ 'yarn.lock': '' })
  const installed = await project.run([yarn, 'install'], { env })
  expect(installed.status, installed.stdout).toBe(0)
  for (const major of nodeMajors) {
    const outcome = await project.run([yarn, 'tstrace', '-clT', 'src/m.mjs'], { env, node: await nodeOf(major) })
    await expectReport(outcome, project)
  }
})

test('pnpm', async () => {
  const project = await makeProgram()
  const pnpm = join(tools, 'pnpm/bin/pnpm.cjs')
  const installed = await project.run([pnpm, 'install', '--prefer-offline'])
  expect(installed.status, installed.stdout).toBe(0)
  await expectReport(await project.run([pnpm, 'exec', 'tstrace', '-clT', 'src/m.mjs']), project)
})
