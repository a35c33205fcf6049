// Decorators as TypeScript and Angular have them, on parameters too.
const log: unknown[] = []
const mark = (name: string) => (target: any, key?: any, extra?: any) => { log.push(`${name} ${String(key)} ${typeof extra}`) }
@mark('class')
class Service {
  @mark('field') name = 'service'
  constructor(@mark('param') private readonly dependency: string, @mark('other') other = log.push('default')) { log.push(this.dependency) }
  @mark('method') run(@mark('run param') times: number = 2) { return times > 1 ? 'many' : 'one' }
  @mark('accessor') get value() { return 1 }
  @mark('static') static make() { return new Service('made') }
}
print(Service.make().run(), new Service('x').run(1), new Service('y').value, log)
