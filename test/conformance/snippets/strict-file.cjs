'use strict'
// A strict file: a directive without a semicolon, then a parenthesis on the next line would go on; it does not here.
const self = (function () { return this })()
print(self)
try { undeclared = 1 } catch (error) { print(error.name, at(error)) }
{ function inBlock() { return 1 } }
print(typeof inBlock)
print((function (a) { arguments[0] = 2; return a })(1))
