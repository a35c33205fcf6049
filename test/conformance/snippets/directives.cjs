// Directive prologues, strict and not, with what looks like one.
function strict() { 'use strict'; return this === undefined }
function sloppy() { return this === undefined }
function second() { 'other directive'; "use strict"; return this === undefined }
function notFirst() { 0; 'use strict'; return this === undefined }
function parenthesised() { ('use strict'); return this === undefined }
function asi() { 'use strict'
  return this === undefined }
function continued() { 'use strict'
  .length
  return this === undefined }
function commented() { /* a */ 'use strict' /* b */; /* c */ return this === undefined }
function only() { 'use strict' }
function escaped() { 'use\x20strict'; return this === undefined }
const arrow = () => { 'use strict'; try { undeclared = 1 } catch (error) { return error.name } }
const object = { m() { 'use strict'; return this }, get g() { 'use strict'; return typeof this } }
const method = object.m
print([strict, sloppy, second, notFirst, parenthesised, asi, continued, commented, escaped].map((f) => f()), only(), arrow(), method(), object.g)
class Always { m() { try { undeclared = 1 } catch (error) { return error.name } } }
print(new Always().m())
function nested() { 'use strict'; return (function () { return this })() }
print(nested())
print((function () { 'use strict'; arguments[0] = 2; return arguments.length }).call(null, 1))
