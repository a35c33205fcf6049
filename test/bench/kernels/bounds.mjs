/** How slow is too slow. Generous: what fails is broken, and not a matter of the machine. */
import { median } from '../statistics.mjs'
import { meansOf } from './table.mjs'
import { istanbul, ours } from './variants.mjs'

/** A sentence for each bound that the results of one Node are beyond. */
export function findSlow(results) {
  const means = meansOf(results)
  const kernels = results.filter(({ callers }) => callers === null)
  return [
    bounded('the kernels, lines', means[ours.lines], 1.5, 'half as much again'),
    bounded('the kernels, lines and callers', means[ours.callers], 1.2 * means[istanbul], "1.2 times Istanbul's"),
    ...kernels.map(({ kernel, ratios }) =>
      bounded(
        `${kernel}, lines and callers`,
        median(ratios[ours.callers]),
        1.8 * median(ratios[istanbul]),
        "1.8 times Istanbul's",
      ),
    ),
    ...cliff(results),
  ].filter((line) => line !== null)
}

/** From one caller to a hundred that call in turn. */
function cliff(results) {
  const few = results.find(({ callers }) => callers === 1)
  const many = results.find(({ callers }) => callers === 100)
  if (!few || !many) return []
  const [one, hundred] = [few, many].map(({ ratios }) => median(ratios[ours.callers]))
  return [bounded('100 callers in turn', hundred, 3.5 * one, '3.5 times what one caller costs')]
}

function bounded(what, ratio, bound, because) {
  if (ratio <= bound) return null
  return `Slow: ${what}: ${ratio.toFixed(2)} times the bare code, more than ${bound.toFixed(2)} (${because}).`
}
