/** `node test/scripts/test.mjs <vitest config> [vitest arguments]`: tests a checkout, also one where nothing is installed. */
import { build, install, vitest } from './checkout.mjs'

const [config, ...args] = process.argv.slice(2)

install()
build()
process.exitCode = vitest(['--config', config, ...args])
