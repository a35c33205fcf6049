/**
 * `Function.prototype.toString` gives the text that the user wrote, without the insertions between marks.
 * `instrument/preamble.ts` has the same as text, for realms without a full recorder, and the reasons.
 */
import { closeMark, longerMark, noRecord, openMark } from '../model/protocol.ts'

// The realm's own, taken now: the program may replace them later.
type Realm = Pick<typeof globalThis, 'Function' | 'Proxy' | 'Reflect' | 'RegExp' | 'String' | 'Symbol'>

/** Throws where the realm lacks what it takes. */
export function patchFunctionToString(realm: Realm): void {
  const { Function, Proxy, Reflect, RegExp, String, Symbol } = realm
  const { apply } = Reflect
  const { indexOf, slice } = String.prototype
  const { [Symbol.replace]: replace } = RegExp.prototype
  const { toString } = Function.prototype

  const find = (text: string, mark: string, from = 0): number => apply(indexOf, text, [mark, from])

  function written(text: string): string {
    let mark = openMark
    while (find(text, mark + longerMark) >= 0) mark += longerMark
    let result = ''
    let from = 0
    for (let at = find(text, mark); at >= 0; at = find(text, mark, from)) {
      result += apply(slice, text, [from, at])
      const end = find(text, closeMark, at + mark.length)
      // Behind the function's end.
      if (end < 0) return result
      from = end + closeMark.length
    }
    if (from > 0) return result + apply(slice, text, [from])
    return find(text, 'cov_') < 0 ? text : apply(replace, fetching, [text, noRecord])
  }

  const proxy: typeof toString = new Proxy(toString, {
    __proto__: null,
    apply: (_target: unknown, self: unknown, args: unknown[]) =>
      written(apply(toString, self === proxy ? toString : self, args) as string),
  } as ProxyHandler<typeof toString>)
  Function.prototype.toString = proxy
}

/** How transpilers print the expression that fetches a file's record. */
const fetching = /\b(cov_[\da-f]{8}_*)(?:r\b|\.[$_]+\s*\|\|\s*\1\(\)|\(\))/g
