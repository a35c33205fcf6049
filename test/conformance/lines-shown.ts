/** How often a trace shows each line, and how often Istanbul counts it. */
import type { FileCoverageData } from 'istanbul-lib-coverage'
import type { Line } from '../../src/model/sites.ts'
import type { FullRecorder } from '../../src/runtime/recorder.ts'

/** The lines that are shown from now on, by their numbers. */
export function listen(recorder: FullRecorder): Line[] {
  const shown: Line[] = []
  recorder.trace = { call() {}, line: (text) => void shown.push(Number(/\((\d+)\): /.exec(text)?.[1])), end() {} }
  return shown
}

/** Of the lines with one statement that is no loop, and no arm of a branch: those that are shown more or less often. */
export function shownOtherwise(text: string, shown: Line[], coverage: FileCoverageData): string[] {
  const { statementMap, s, branchMap } = coverage
  const lines = text.split('\n')
  const starts = Object.values(statementMap).map(({ start }) => start.line)
  const arms = Object.values(branchMap).flatMap(({ locations }) => locations.map(({ start }) => start.line))
  return Object.entries(statementMap).flatMap(
    ([
      id,
      {
        start: { line, column },
      },
    ]) => {
      const source = (lines[line - 1] as string).slice(column)
      const isLoop = /^(?:for|while|do|\w+:)/.test(source)
      if (isLoop || starts.filter((other) => other === line).length > 1 || arms.includes(line)) return []
      const times = shown.filter((one) => one === line).length
      return times === s[id] ? [] : [`line ${line} ran ${s[id]} times and was shown ${times} times: ${source}`]
    },
  )
}
