/** Projects in which the command line is used as its users use it. */
import { cp, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Outcome, Project, type RunOptions, checkout, makeDirectory } from './project.ts'

export const cli: string = join(checkout, 'dist/cli/index.js')

export class CliProject extends Project {
  tstrace(args: string[], options: RunOptions = {}): Promise<Outcome> {
    return this.run([cli, ...args], options)
  }
}

/** A folder, copied if it is named, with these files; the checkout is installed in it. */
export async function makeCliProject(files: Record<string, string>, from?: string): Promise<CliProject> {
  const project = new CliProject(await makeDirectory())
  if (from !== undefined) await cp(join(checkout, from), project.directory, { recursive: true })
  await mkdir(project.path('node_modules'), { recursive: true })
  await symlink(checkout, project.path('node_modules/tstrace'), 'junction')
  await project.write(files)
  return project
}
