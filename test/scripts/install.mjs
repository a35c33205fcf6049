import { install } from './checkout.mjs'

install()
