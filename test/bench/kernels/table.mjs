/** Results as markdown: a table for each Node. */
import { geometricMean, median } from '../statistics.mjs'

/** Medians; below, the geometric means of the kernels, without those that vary callers. */
export function toMarkdown(results) {
  return tables(results, (ratios) => median(ratios).toFixed(2))
}

/** The same, each with what was least and most. */
export function toMarkdownWithSpreads(results) {
  return tables(
    results,
    (ratios) => `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
  )
}

/** For each variant, over the results of one Node. */
export function meansOf(results) {
  const kernels = results.filter(({ callers }) => callers === null)
  const counted = kernels.length > 0 ? kernels : results
  const mean = (variant) => geometricMean(counted.map(({ ratios }) => median(ratios[variant])))
  return Object.fromEntries(Object.keys(results[0].ratios).map((variant) => [variant, mean(variant)]))
}

function tables(results, cell) {
  const nodes = [...new Set(results.map(({ node }) => node))]
  const ofNode = (node) => results.filter((one) => one.node === node)
  return nodes.map((node) => `Node ${node}\n\n${table(ofNode(node), cell)}`).join('\n')
}

function table(results, cell) {
  const variants = Object.keys(results[0].ratios)
  const means = meansOf(results)
  const rows = [
    ['', 'bare', ...variants],
    ['---', '---:', ...variants.map(() => '---:')],
    ...results.map(({ kernel, bare, ratios }) => [
      kernel,
      `${median(bare).toFixed(1)} ms`,
      ...variants.map((variant) => cell(ratios[variant])),
    ]),
    ['**geometric mean of the kernels**', '', ...variants.map((variant) => `**${means[variant].toFixed(2)}**`)],
  ]
  return rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}
