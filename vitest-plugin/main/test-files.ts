/** Which test files a run is to run. */
import type { TestModule, TestSpecification, Vitest } from 'vitest/node'
import { shardSpecifications } from './vitest-internals.ts'

/** Of those that Vitest announces: with `--shard`, the others belong to other runs. None if the user's sequencer fails. */
export async function findToRun(
  vitest: Vitest | null,
  announced: readonly TestSpecification[],
): Promise<readonly TestSpecification[]> {
  return vitest ? shardSpecifications(vitest, announced).catch(() => []) : announced
}

/** Those of which Vitest heard nothing: their worker died at its start. */
export function withoutModule(
  toRun: readonly TestSpecification[],
  modules: readonly TestModule[],
): TestSpecification[] {
  const known = new Set(modules.map(keyOf))
  return toRun.filter((specification) => !known.has(keyOf(specification)))
}

function keyOf({ moduleId, project }: TestModule | TestSpecification): string {
  return JSON.stringify([project.name, moduleId])
}
