// JSX with types: conditions, maps and defaults in expressions, components as arrows.
import { type ReactNode, Fragment } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
interface Props<T> { items: readonly T[]; children?: (item: T) => ReactNode; title?: string }
const List = <T extends { id: number },>({ items, children = (item) => <i>{item.id}</i>, title = 'none' }: Props<T>) => (
  <ul title={title} onClick={() => print('never')}>
    {items.length > 0 ? items.map((item) => <li key={item.id}>{children(item)}</li>) : <li>empty</li>}
    {title && <b>{title}</b>}
    {/* a comment */}
    {title === 'none' || <em>other</em>}
  </ul>
)
function Page({ open, ...rest }: { open?: boolean; [key: string]: unknown }) {
  if (!open) return null
  return <Fragment><List items={[{ id: 1 }, { id: 2 }]}>{(item) => <b {...rest}>{item.id * 2}</b>}</List><List<{ id: number }> items={[]} title="t" /><></></Fragment>
}
print(renderToStaticMarkup(<Page open data-x={1} />), renderToStaticMarkup(<Page />), renderToStaticMarkup(<List items={[{ id: 3 }]} />))
const element = <div {...{ id: 'a' }} className={`x ${1 + 1}`}>{[1, 2].map((n) => <s key={n}>{n}</s>)}</div>
print(renderToStaticMarkup(element))
