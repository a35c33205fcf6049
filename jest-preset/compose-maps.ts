/** Two transforms in a row, one source map: from what runs to the text that the user wrote. */
import type { TransformedSource } from '@jest/transform'
import remapping from '@jridgewell/remapping'
import type { SourceMap } from '../src/instrument/index.ts'

/** @param first of the transform before the one whose result this is. */
export function composeMaps({ code, map }: TransformedSource, first: SourceMap): TransformedSource {
  const inline = inlineMap(code)
  const second = map ?? inline?.map ?? null
  const composed = second === null ? first : remapping([second as never, first as never], () => null)
  const text = JSON.stringify(composed)
  return { code: (inline?.before ?? code) + inlineComment(text), map: text }
}

const comment = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,'
const pattern = /^\/\/[#@] sourceMappingURL=data:application\/json;(?:charset[=:][^;,]+;)?base64,([\w+/=]+)\s*$/m

function inlineComment(map: string): string {
  return `\n${comment}${Buffer.from(map).toString('base64')}`
}

function inlineMap(code: string): { before: string; map: string } | null {
  const start = Math.max(code.lastIndexOf('//# sourceMappingURL='), code.lastIndexOf('//@ sourceMappingURL='))
  const [, data] = start === -1 ? [] : (pattern.exec(code.slice(start)) ?? [])
  return data === undefined
    ? null
    : { before: code.slice(0, start).trimEnd(), map: Buffer.from(data, 'base64').toString('utf8') }
}
