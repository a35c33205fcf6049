// CommonJS TypeScript: `import x = require()` and `export =`, aliases of namespaces.
import path = require('node:path')
import type util = require('node:util')
import join = path.join
const f = (): string => join('a', 'b')
print(f(), path.basename('x/y'))
export = { f }
