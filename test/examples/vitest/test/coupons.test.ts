import { expect, test } from 'vitest'
import { parseCoupon } from '../src/coupon-parser.ts'
import { InvalidCoupon } from '../src/errors.ts'
import { Money } from '../src/money.ts'

test('takes off one after the other', () => {
  const coupon = parseCoupon('5+10%')
  expect(coupon.name).toBe('5 EUR off and 10% off')
  expect(coupon.apply(Money.of(45)).cents).toBe(3600)
})

test('takes the best of two', () => {
  const coupon = parseCoupon('BEST(20%,15)')
  expect(coupon.name).toBe('20% off or 15 EUR off')
  expect(coupon.apply(Money.of(50)).cents).toBe(3500)
})

test('says what is wrong with a code', () => {
  expect(() => parseCoupon('5 5')).toThrow('something left over at word 2 of "5 5"')
  expect(() => parseCoupon('BEST 5')).toThrow('no "(" at word 2 of "BEST 5"')
  expect(() => parseCoupon('HALF')).toThrow(InvalidCoupon)
})
