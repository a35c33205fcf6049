import * as self from './default-class.mjs'
try { self.default } catch (error) { print(error.name) }
export default class { static kind = this.name; m() { return super.toString.name } }
print(self.default.name, self.default.kind, new self.default().m())
