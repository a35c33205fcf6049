/** Results as markdown. */
import { median } from '../statistics.mjs'

const coverages = ['tstrace', 'v8', 'istanbul']

/** Medians: processor time, the bare run's in seconds, the others' as multiples of it. */
export function toMarkdown(results) {
  return table(
    results,
    (times) => `${median(times).toFixed(1)} s`,
    (ratios) => median(ratios).toFixed(2),
    ['cpu'],
  )
}

/** The same, each with what was least and most; and wall time. */
export function toMarkdownWithSpreads(results) {
  return table(
    results,
    (times) => spread(times, 1),
    (ratios) => spread(ratios, 2),
    ['cpu', 'wall'],
  )
}

function spread(numbers, digits) {
  const [middle, least, most] = [median(numbers), Math.min(...numbers), Math.max(...numbers)]
  return `${middle.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`
}

function table(results, time, ratio, clocks) {
  const rows = [
    ['', 'tests', 'cache', ...(clocks.length > 1 ? ['time'] : []), 'bare', ...coverages, 'other verdicts'],
    ['---', '---:', '---', ...(clocks.length > 1 ? ['---'] : []), '---:', ...coverages.map(() => '---:'), '---'],
  ]
  for (const { name, runner, tests, caches } of results) {
    for (const [cache, { bare, ...others }] of Object.entries(caches)) {
      for (const clock of clocks) {
        rows.push([
          `${name}, ${runner}`,
          tests,
          cache,
          ...(clocks.length > 1 ? [clock] : []),
          time(bare.map((run) => run[clock])),
          ...coverages.map((coverage) => {
            const runs = others[coverage]
            return runs ? ratio(runs.map((run, round) => run[clock] / bare[round][clock])) : '–'
          }),
          changed({ bare, ...others }),
        ])
      }
    }
  }
  return rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

/** In the worst round. Where the bare runs differ among themselves, that is no wonder. */
function changed(runs) {
  const worst = Object.entries(runs).map(([name, rounds]) => [
    name,
    Math.max(...rounds.map(({ differences }) => differences.length)),
  ])
  return (
    worst
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none'
  )
}
