// Every form of export, live bindings, hoisted use before the body.
import { strictEqual as same } from 'node:assert'
import * as self from './exports.mjs'
import again, { counter as alias } from './exports.mjs'
print(typeof self.hoisted, self.hoisted())
try { self.constant } catch (error) { print(error.name) }
export const arrow = () => 'arrow', constant = 1, { a, b: [c = 2] = [] } = { a: 1 }
export let counter = 0
export var variable = counter
export function hoisted() { return 'hoisted' }
export async function* streams() { yield 1 }
export class Cart { static size = 1; total() { return 2 } }
export { counter as count, variable as default2 }
export * from 'node:os'
export * as path from 'node:path'
export { join as joined } from 'node:path'
const unexported = class {}
export { unexported }
counter++
print(alias, self.count, arrow(), arrow.name, new Cart().total(), Cart.name, unexported.name, a, c)
same(self.counter, 1)
print(import.meta.url.endsWith('.mjs'), this === undefined, typeof require)
import('./exports.mjs').then((loaded) => print(loaded === self))
export default (x = 'default arrow') => x
print(again.name, again())
