import * as self from './default-expression.mjs'
export default (class { })
print(self.default.name)
