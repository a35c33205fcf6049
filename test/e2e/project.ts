/** Projects of their own, in temporary folders, in which Vitest runs as its users run it. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { afterAll } from 'vitest'

export const checkout: string = fileURLToPath(new URL('../..', import.meta.url))
export const example: string = join(checkout, 'test/examples/vitest')

export interface Outcome {
  status: number | null
  signal: NodeJS.Signals | null
  /** Without colours. */
  stdout: string
  stderr: string
  /** As the terminal would have got it. */
  raw: string
  /** What tstrace had to say: the lines that begin with its name. */
  messages: string[]
}

export interface RunOptions {
  env?: Record<string, string>
  /** The program that runs Vitest. Default: the project's Node. */
  node?: string
}

export class Project {
  readonly directory: string
  readonly node: string

  constructor(directory: string, node: string = process.execPath) {
    this.directory = directory
    this.node = node
  }

  async write(files: Record<string, string>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(this.path(path)), { recursive: true })
      await writeFile(this.path(path), text)
    }
  }

  /** A Vitest config: our plugin with these options, as JavaScript text; null: without it. */
  async configure(options: string | null, test = '{}', file = 'vitest.config.ts'): Promise<void> {
    const plugin = options === null ? '' : `tstrace(${options})`
    const lines = [
      `import tstrace from 'tstrace/vitest'`,
      `import { defineConfig } from 'vitest/config'`,
      `export default defineConfig({ plugins: [${plugin}], test: ${test} })`,
    ]
    await this.write({ [file]: lines.filter((line) => options !== null || !line.includes('tstrace')).join('\n') })
  }

  read(path: string): Promise<string> {
    return readFile(this.path(path), 'utf8')
  }

  has(path: string): boolean {
    return existsSync(this.path(path))
  }

  path(path: string): string {
    return join(this.directory, path)
  }

  /** Every file below a directory, by its path from there. */
  async readAll(directory: string): Promise<Record<string, string>> {
    const entries = await readdir(this.path(directory), { recursive: true, withFileTypes: true })
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    const texts = paths.sort().map(async (path) => [relative(this.path(directory), path), await readFile(path, 'utf8')])
    return Object.fromEntries(await Promise.all(texts)) as Record<string, string>
  }

  vitest(args: string[] = [], options: RunOptions = {}): Promise<Outcome> {
    return this.run([this.path('node_modules/vitest/vitest.mjs'), 'run', ...args], options)
  }

  /** Runs Node, as if nobody was there to look: no terminal, and nothing of the Vitest around it. */
  run(args: string[], { env = {}, node = this.node }: RunOptions = {}): Promise<Outcome> {
    return runProgram(node, args, this.directory, env)
  }
}

/** A Vitest config with these plugins, of `vue()` and `tstrace({...})`. */
export function vueConfig(plugins: string): string {
  return `
    import vue from '@vitejs/plugin-vue'
    import tstrace from 'tstrace/vitest'
    import { defineConfig } from 'vitest/config'
    export default defineConfig({ plugins: [${plugins}], test: { environment: 'happy-dom' } })`
}

export function runProgram(
  program: string,
  args: string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Outcome> {
  const child = spawn(program, args, { cwd, env: { ...outerEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => {
      const raw = `${output.stdout}\n${output.stderr}`
      const messages = stripVTControlCharacters(raw)
        .split('\n')
        .filter((line) => line.includes('[tstrace]'))
      const stdout = stripVTControlCharacters(output.stdout)
      resolve({ status, signal, stdout, stderr: stripVTControlCharacters(output.stderr), raw, messages })
    })
  })
}

/** Vitest tells its workers by these that they are workers. */
export function outerEnvironment(): Record<string, string | undefined> {
  const foreign = /^(?:VITEST|TEST$|NODE_ENV$|MODE$|PROD$|DEV$|SSR$|BASE_URL$|FORCE_COLOR$|NO_COLOR$|CI$|npm_)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}

/** A copy of a folder of sources and tests, with the packages of this checkout, and the checkout itself as `tstrace`. */
export async function makeProject(from: string, files: Record<string, string> = {}): Promise<Project> {
  const project = new Project(await makeDirectory())
  await copyFolder(from, project.directory)
  for (const name of linkedPackages)
    await link(join(checkout, 'node_modules', name), project.path(`node_modules/${name}`))
  await link(checkout, project.path('node_modules/tstrace'))
  await project.write(files)
  return project
}

/** But for what was installed there, and reported. */
export function copyFolder(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true, filter: (path) => !/node_modules|tstrace-report/.test(relative(from, path)) })
}

const linkedPackages = [
  '@vitejs/plugin-vue',
  '@vitest/coverage-istanbul',
  '@vitest/coverage-v8',
  '@vue/test-utils',
  'happy-dom',
  'vite',
  'vitest',
  'vue',
]

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await symlink(target, path, 'junction')
}

const directories: string[] = []

/** Removed when the tests of the file have run. */
export async function makeDirectory(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'tstrace-e2e-')))
  directories.push(directory)
  return directory
}

afterAll(async () => {
  for (const directory of directories) await rm(directory, { recursive: true, force: true })
})
