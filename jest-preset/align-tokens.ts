/** Which token of the code without probes is which of the code with them. */
import { type TraceMap, traceSegment } from '@jridgewell/trace-mapping'
import { probeSource } from '../src/model/protocol.ts'
import { LineIndex } from '../src/source/lines.ts'

export interface MappedCode {
  text: string
  /** null: positions are those of the source. */
  map: TraceMap | null
}

export interface Token {
  start: number
  text: string
  /** `line:column` in the source, where the map says so of just this place. */
  origin: string | null
  isProbe: boolean
  /** What it closes; null: it closes nothing. */
  opener: Token | null
}

/** Words, signs and strings, up to the comment that names the source map. */
export function tokensOf({ text, map }: MappedCode): Token[] {
  const code = text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '')
  const lines = new LineIndex(code)
  const open: Token[] = []
  const found = [...code.matchAll(tokenOrComment)].filter(([, comment]) => comment === undefined)
  return found.map(({ 0: word, index }): Token => {
    const { line, column } = lines.position(index)
    const place = map ? placeOf(map, line - 1, column) : { origin: `${line - 1}:${column}`, isProbe: false }
    const token = { start: index, text: word, ...place, opener: openerOf(word, open) }
    if (word in closedBy) open.push(token)
    return token
  })
}

const tokenOrComment = /(\/\/.*|\/\*[^]*?\*\/)|[\w$\u0080-\uFFFF]+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\s\w$]/g

function placeOf(map: TraceMap, line: number, column: number): Pick<Token, 'origin' | 'isProbe'> {
  const segment = traceSegment(map, line, column)
  if (segment === null || segment.length === 1) return { origin: null, isProbe: false }
  const [generated, source, originLine, originColumn] = segment
  const isProbe = map.sources[source]?.endsWith(probeSource) === true
  return { origin: generated === column && !isProbe ? `${originLine}:${originColumn}` : null, isProbe }
}

const closedBy: Record<string, string> = { '(': ')', '[': ']', '{': '}' }

/** One in a regular expression may have no partner. */
function openerOf(word: string, open: Token[]): Token | null {
  if (!/^[)\]}]$/.test(word)) return null
  const index = open.findLastIndex(({ text }) => closedBy[text] === word)
  return index === -1 ? null : (open.splice(index)[0] as Token)
}

/** What closes goes by what it closes, and a semicolon by what it stands behind. */
export function alignTokens(tokens: Token[], bare: Token[]): Map<Token, Token> {
  markProbes(tokens, bare)
  const goesAlone = ({ opener, text }: Token): boolean => opener === null && text !== ';'
  const pairs = alignAll(tokens.filter(goesAlone), bare.filter(goesAlone))
  const closers = new Map(bare.map((token) => [token.opener, token]))
  for (const token of tokens) {
    const opener = token.opener && pairs.get(token.opener)
    const pair = opener && closers.get(opener)
    if (pair) pairs.set(token, pair)
  }
  pairSemicolons(tokens, bare, pairs)
  return pairs
}

/** What a map does not say: words of ours that stand for what the user wrote, and their parentheses. */
function markProbes(tokens: Token[], bare: Token[]): void {
  const words = new Set(bare.map(({ text }) => text))
  for (const token of tokens) token.isProbe ||= !words.has(token.text)
  tokens.forEach((token, index) => {
    if (token.text !== '(') return
    const before = tokens[index - 1]?.text ?? ''
    const isCall = tokens[index - 1]?.isProbe === true && /[\w$]$/.test(before)
    const isGroup = /^(?:return|yield|await|throw|case|[^\w$\u0080-\uFFFF)\]])$/.test(before)
    token.isProbe ||= isCall || (isGroup && tokens[index + 1]?.isProbe === true)
  })
}

function pairSemicolons(tokens: Token[], bare: Token[], pairs: Map<Token, Token>): void {
  const indexes = new Map(bare.map((token, index) => [token, index]))
  let waiting: Token | undefined
  for (const token of tokens) {
    if (token.text === ';' && waiting) {
      pairs.set(token, waiting)
      waiting = undefined
    }
    const pair = pairs.get(token)
    const next = pair && bare[(indexes.get(pair) as number) + 1]
    if (pair) waiting = next?.text === ';' ? next : undefined
  }
}

/** What the maps trace to one place, and nothing else in either text, is a pair; between pairs, what fits best is. */
function alignAll(tokens: Token[], bare: Token[]): Map<Token, Token> {
  const pairs = new Map<Token, Token>()
  const bareUnique = uniqueOrigins(bare)
  let from = 0
  let bareFrom = 0
  for (const [origin, index] of uniqueOrigins(tokens)) {
    const bareIndex = bareUnique.get(origin)
    if (bareIndex === undefined || bareIndex < bareFrom) continue
    alignStretch(tokens.slice(from, index), bare.slice(bareFrom, bareIndex), pairs)
    pairs.set(tokens[index] as Token, bare[bareIndex] as Token)
    from = index + 1
    bareFrom = bareIndex + 1
  }
  alignStretch(tokens.slice(from), bare.slice(bareFrom), pairs)
  return pairs
}

/** Which token it is that comes from a place: transformers write a parameter of a constructor two or three times. */
function uniqueOrigins(tokens: Token[]): Map<string, number> {
  const unique = new Map<string, number>()
  const repeated = new Set<string>()
  for (const [index, { origin, text }] of tokens.entries()) {
    const key = `${origin} ${text}`
    if (origin === null || repeated.has(key)) continue
    if (unique.delete(key)) repeated.add(key)
    else unique.set(key, index)
  }
  return unique
}

/** The cheapest way to make the tokens out of the bare ones, where to add what is of a probe costs nothing. */
function alignStretch(tokens: Token[], bare: Token[], pairs: Map<Token, Token>): void {
  const width = bare.length + 1
  if (bare.length === 0 || width * tokens.length > largestTable) return
  // Of what remains from token i and bare token j on: costs[i * width + j].
  const costs = new Float64Array((tokens.length + 1) * width).fill(Infinity)
  const cost = (i: number, j: number): number => (j < width ? (costs[i * width + j] ?? Infinity) : Infinity)
  const added = (i: number, j: number): number => cost(i + 1, j) + (tokens[i]?.isProbe ? 0 : 1)
  // Parentheses may be needed without a probe, and not with it.
  const gone = (i: number, j: number): number => cost(i, j + 1) + 2
  const same = (i: number, j: number): number => {
    return tokens[i]?.text === bare[j]?.text ? cost(i + 1, j + 1) + (tokens[i]?.isProbe ? 1 : 0) : Infinity
  }
  for (let i = tokens.length; i >= 0; i--) {
    for (let j = bare.length; j >= 0; j--)
      costs[i * width + j] =
        i === tokens.length && j === bare.length ? 0 : Math.min(added(i, j), gone(i, j), same(i, j))
  }
  for (let i = 0, j = 0; i < tokens.length;) {
    const least = cost(i, j)
    if (same(i, j) === least) pairs.set(tokens[i++] as Token, bare[j++] as Token)
    else if (added(i, j) === least) i++
    else j++
  }
}

/** Where a map has nothing to go by for long. */
const largestTable = 4_000_000
