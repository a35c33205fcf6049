/** JSX: what it hands to a component is called by the attribute, or by the element around. */
import type { JSXAttribute, JSXChild, JSXElement, JSXFragment } from 'oxc-parser'
import type { Walk } from './walk.ts'

export function visitJsx(walk: Walk, node: JSXAttribute | JSXElement | JSXFragment): void {
  switch (node.type) {
    case 'JSXAttribute':
      return visitAttribute(walk, node)
    case 'JSXElement': {
      const { openingElement, closingElement } = node
      walk.expression(openingElement)
      visitJsxChildren(walk, node.children, walk.text.slice(openingElement.name.start, openingElement.name.end))
      if (closingElement) walk.expression(closingElement)
      break
    }
    default:
      walk.expression(node.openingFragment)
      visitJsxChildren(walk, node.children, '')
      walk.expression(node.closingFragment)
  }
  walk.fn.currentCounter = -1
}

/** Within the function that draws the whole, not within the callback of a list. */
function visitAttribute(walk: Walk, { name, value }: JSXAttribute): void {
  if (value) walk.within(walk.fn.owner, () => walk.expression(value, walk.text.slice(name.start, name.end)))
}

function visitJsxChildren(walk: Walk, children: JSXChild[], element: string): void {
  for (const child of children) walk.expression(child, `<${element}> child`)
}
