/** Composes the source maps of two transforms: from the code that runs to the user's text. */
import type { TransformedSource } from '@jest/transform'
import remapping from '@jridgewell/remapping'
import type { SourceMap } from '../../src/instrument/index.ts'

/**
 * @param first the map of the first transform; `result` is of the second one.
 * @param more other fields for the map.
 */
export function composeMaps(
  result: Pick<TransformedSource, 'code'> & { map?: unknown },
  first: SourceMap,
  more: object = {},
): TransformedSource {
  const { code, map } = splitMap(result as TransformedSource)
  const composed = map === null ? first : remapping([map as never, first as never], () => null)
  const whole = { ...composed, ...more }
  const text = Buffer.from(JSON.stringify(whole)).toString('base64')
  // Jest reads the map, a debugger the comment. babel-plugin-istanbul takes no map that is a string.
  return { code: `${code}\n${comment}${text}`, map: whole as never }
}

/** A transformer returns its map beside the code or in it. */
export function splitMap({ code, map }: TransformedSource): { code: string; map: SourceMap | null } {
  const start = Math.max(code.lastIndexOf('//# sourceMappingURL='), code.lastIndexOf('//@ sourceMappingURL='))
  const [, data] = start === -1 ? [] : (inline.exec(code.slice(start)) ?? [])
  const bare = data === undefined ? code : code.slice(0, start).trimEnd()
  const given = map ?? (data === undefined ? null : Buffer.from(data, 'base64').toString('utf8'))
  return {
    code: bare,
    map: (typeof given === 'string' && given !== '' ? JSON.parse(given) : given || null) as SourceMap | null,
  }
}

const comment = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,'
const inline = /^\/\/[#@] sourceMappingURL=data:application\/json;(?:charset[=:][^;,]+;)?base64,([\w+/=]+)\s*$/
