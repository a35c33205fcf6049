import { expect, test } from 'vitest'
import type { TestModule, TestSpecification, Vitest } from 'vitest/node'
import { findToRun, withoutModule } from '../../vitest-plugin/main/test-files.ts'

const specification = (moduleId: string, name = ''): TestSpecification =>
  ({ moduleId, project: { name } }) as TestSpecification

const announced = [specification('/a'), specification('/b'), specification('/b', 'other')]

function vitest(version: string, shard: object | undefined, sequencer: object): Vitest {
  return { version, config: { shard, sequence: { sequencer } } } as Vitest
}

class Sequencer {
  shard(all: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(all.slice(1))
  }
}

class FailingSequencer {
  shard(): Promise<never> {
    return Promise.reject(new Error('no'))
  }
}

test('with --shard, the test files of other shards are not to run', async () => {
  const shard = { index: 2, count: 2 }
  expect(await findToRun(vitest('4.1.12', shard, Sequencer), announced)).toEqual(announced.slice(1))
  expect(await findToRun(vitest('3.2.7', shard, FailingSequencer), announced)).toEqual([])
  // It announces those of the shard.
  expect(await findToRun(vitest('5.1.1', shard, Sequencer), announced)).toEqual(announced)
  expect(await findToRun(vitest('4.1.12', undefined, Sequencer), announced)).toEqual(announced)
})

test('a test file of which nothing is heard is found, in each project', () => {
  const modules = [specification('/a'), specification('/b', 'other')] as unknown as TestModule[]
  expect(withoutModule(announced, modules)).toEqual([announced[1]])
})
