/**
 * Whatever a test or program replaces and never puts back: it ends as it does bare, prints the same, and every count is
 * there. What does not hold yet stands in `known-red.ts`.
 */
import { expect, test } from 'vitest'
import { knownRed } from '../robustness/known-red.ts'
import {
  type HostRun,
  type StubOutcome,
  earlyCount,
  lateCount,
  runCommandLine,
  runJest,
  runVitest,
} from '../robustness/stub-hosts.ts'
import { stubsForJest, stubsForVitest } from '../robustness/stubs.ts'

/** `late` is said of a program or a test that could load its second source. */
const loadsLate = /\blate (?:passed|printed)/

function isUndisturbed(bare: StubOutcome, traced: StubOutcome): boolean {
  // The stub keeps the host from running anything: no more can be asked.
  if (!bare.verdict.includes('early')) return traced.verdict === bare.verdict
  const late = loadsLate.test(bare.verdict) ? lateCount : traced.late
  return traced.verdict === bare.verdict && traced.early === earlyCount && traced.late === late
}

function expectOnlyKnownRed(bare: HostRun, traced: HostRun, known: Readonly<Record<string, string>>): void {
  // A run that was cut off tells nothing.
  expect(bare.status, bare.output).not.toBe('SIGKILL')
  const red = Object.entries(traced.outcomes).flatMap(([name, outcome]) => {
    const bareOutcome = bare.outcomes[name]
    return bareOutcome && isUndisturbed(bareOutcome, outcome) ? [] : [name]
  })
  expect(red.toSorted()).toEqual(Object.keys(known).toSorted())
}

const longest = 500_000

test('the command line', { timeout: longest }, async () => {
  expectOnlyKnownRed(await runCommandLine(false), await runCommandLine(true), knownRed.commandLine)
})

test('Vitest 4.1', { timeout: longest }, async () => {
  expectOnlyKnownRed(await runVitest(false, stubsForVitest), await runVitest(true, stubsForVitest), knownRed.vitest)
})

test('Jest 30', { timeout: longest }, async () => {
  expectOnlyKnownRed(await runJest(false, stubsForJest), await runJest(true, stubsForJest), knownRed.jest)
})
