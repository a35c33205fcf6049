/** A parser by recursive descent: a `switch` over characters, loops over digits, small methods that advance. */
class Parser {
  constructor(text) {
    this.text = text
    this.at = 0
  }

  value() {
    this.skipSpace()
    switch (this.text[this.at]) {
      case '{':
        return this.object()
      case '[':
        return this.array()
      case '"':
        return this.string()
      case 't':
        return this.word('true', true)
      case 'f':
        return this.word('false', false)
      case 'n':
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  object() {
    const result = {}
    this.expect('{')
    if (this.accepts('}')) return result
    do {
      this.skipSpace()
      const key = this.string()
      this.expect(':')
      result[key] = this.value()
    } while (this.accepts(','))
    this.expect('}')
    return result
  }

  array() {
    const result = []
    this.expect('[')
    if (this.accepts(']')) return result
    do {
      result.push(this.value())
    } while (this.accepts(','))
    this.expect(']')
    return result
  }

  string() {
    let result = ''
    this.expect('"')
    let start = this.at
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code === 34) break
      if (code === 92) {
        result += this.text.slice(start, this.at) + this.escaped()
        start = this.at
      } else this.at++
    }
    return result + this.text.slice(start, this.at++)
  }

  escaped() {
    const letter = this.text[this.at + 1]
    this.at += 2
    if (letter === 'n') return '\n'
    if (letter === 't') return '\t'
    if (letter !== 'u') return letter
    this.at += 4
    return String.fromCharCode(parseInt(this.text.slice(this.at - 4, this.at), 16))
  }

  number() {
    const start = this.at
    if (this.text[this.at] === '-') this.at++
    while (isDigit(this.text.charCodeAt(this.at))) this.at++
    if (this.text[this.at] === '.') {
      this.at++
      while (isDigit(this.text.charCodeAt(this.at))) this.at++
    }
    if (start === this.at) throw new SyntaxError(`"${this.text[start]}" at ${start}`)
    return Number(this.text.slice(start, this.at))
  }

  word(word, value) {
    if (!this.text.startsWith(word, this.at)) throw new SyntaxError(`no "${word}" at ${this.at}`)
    this.at += word.length
    return value
  }

  expect(character) {
    if (!this.accepts(character)) throw new SyntaxError(`no "${character}" at ${this.at}`)
  }

  accepts(character) {
    this.skipSpace()
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  skipSpace() {
    while (this.text.charCodeAt(this.at) <= 32) this.at++
  }
}

function isDigit(code) {
  return code >= 48 && code <= 57
}

const books = Array.from({ length: 6000 }, (_, index) => ({
  title: `Book "${index}"\n`,
  net: index * 1.25,
  sold: index % 3 === 0,
  authors: ['Ada', 'Grace'].slice(index % 2),
  shelf: index % 7 === 0 ? null : { row: index % 40, of: [1, 2, 3] },
}))
const text = JSON.stringify(books, null, 1)

module.exports = () => {
  const parsed = new Parser(text).value()
  return parsed.reduce((sum, { title, net, authors }) => sum + title.length + net + authors.length, 0)
}
