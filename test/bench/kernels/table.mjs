/** Results as markdown: a table for each Node. */
import { geometricMean, median } from '../statistics.mjs'

/** Medians, each with what was least and most; below, the geometric means of the kernels, without those that vary callers. */
export function toMarkdown(results) {
  const nodes = [...new Set(results.map(({ node }) => node))]
  return nodes
    .map((node) =>
      tableOf(
        node,
        results.filter((one) => one.node === node),
      ),
    )
    .join('\n')
}

function tableOf(node, results) {
  const variants = Object.keys(results[0].ratios)
  const rows = results.map(({ kernel, bare, ratios }) => [
    kernel,
    `${median(bare).toFixed(1)} ms`,
    ...variants.map((variant) => withSpread(ratios[variant])),
  ])
  const means = meansOf(results)
  const last = [
    '**geometric mean of the kernels**',
    '',
    ...variants.map((variant) => `**${means[variant].toFixed(2)}**`),
  ]
  const lines = [['', 'bare', ...variants], ['---', ...['bare', ...variants].map(() => '---:')], ...rows, last]
  return `Node ${node}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}`
}

export function meansOf(results) {
  const kernels = results.some(({ callers }) => callers === null)
    ? results.filter(({ callers }) => callers === null)
    : results
  return Object.fromEntries(
    Object.keys(results[0].ratios).map((variant) => [
      variant,
      geometricMean(kernels.map(({ ratios }) => median(ratios[variant]))),
    ]),
  )
}

function withSpread(ratios) {
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`
}
