// JSX in JavaScript.
import { renderToStaticMarkup } from 'react-dom/server'
const Row = ({ name = 'none', price }) => <tr><td>{name}</td><td>{price ? price.toFixed(2) : '-'}</td></tr>
export default function Table({ rows }) { return <table><tbody>{rows && rows.map((row) => <Row key={row.name} {...row} />)}</tbody></table> }
print(renderToStaticMarkup(<Table rows={[{ name: 'tea', price: 3 }, { name: 'air' }]} />), renderToStaticMarkup(<Table />))
