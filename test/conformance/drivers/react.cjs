const React = require('react')
const { renderToString, renderToStaticMarkup } = require('react-dom/server')
const {
  createElement: h,
  useState,
  useReducer,
  useMemo,
  useContext,
  useId,
  useRef,
  useCallback,
  memo,
  forwardRef,
  createContext,
  lazy,
  Suspense,
  Fragment,
  Component,
  Children,
  cloneElement,
  isValidElement,
} = React

const Theme = createContext('light')
const Label = memo(({ name }) => h('b', { className: useContext(Theme) }, name))
const Box = forwardRef((props, ref) => h('div', { ...props, ref }))
class Clock extends Component {
  static getDerivedStateFromProps(props) {
    return { at: props.at + 1 }
  }
  state = {}
  render() {
    return h('time', { dateTime: this.state.at, style: { color: 'red', lineHeight: 2, '--x': 1 } }, this.state.at)
  }
}
function Page({ items }) {
  const [count] = useState(() => items.length)
  const [sum] = useReducer((a, b) => a + b, 5)
  const upper = useMemo(() => items.map((item) => item.toUpperCase()), [items])
  const id = useId()
  useRef(null)
  useCallback(() => count, [count])
  return h(
    Theme.Provider,
    { value: 'dark' },
    h(
      Fragment,
      null,
      upper.map((item) => h(Label, { key: item, name: item })),
      h(Box, { id, hidden: true, 'data-x': 1, onClick() {} }, sum),
      count ? h(Clock, { at: 1 }) : null,
      false,
      0,
      '<&>',
    ),
  )
}
const Broken = () => {
  throw new Error('broken')
}
const elements = () => [
  h(Page, { items: ['tea', 'milk'] }),
  h('select', { defaultValue: 'b' }, h('option', { value: 'a' }), h('option', { value: 'b' }, 'B')),
  h('textarea', { value: 'x', readOnly: true }),
  h('svg', { viewBox: '0 0 1 1', xlinkHref: '#a' }, h('path', { strokeWidth: 2 })),
  h('div', { dangerouslySetInnerHTML: { __html: '<i>' } }),
  h('input', { type: 'checkbox', checked: true, readOnly: true, disabled: false }),
  h(Suspense, { fallback: 'wait' }, h(lazy(() => new Promise(() => {})))),
  h(Broken),
  h({}),
  h('a', { href: 'javascript:x', style: 'bad' }),
  h('title', null, 'a', 'b'),
  h('p', null, { not: 'valid' }),
]

console.error = () => {}
console.warn = () => {}
module.exports = [
  elements().map((element) => {
    try {
      return renderToString(element)
    } catch (error) {
      return String(error)
    }
  }),
  elements()
    .slice(0, 6)
    .map((element) => renderToStaticMarkup(element)),
  Children.toArray([h('i'), [h('b', { key: 1 })], null, 'x']).map((one) => one.key ?? one),
  isValidElement(cloneElement(h('i', { a: 1 }), { b: 2 }, 'c')),
]
