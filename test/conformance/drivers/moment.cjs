const moment = require('moment')
const { exercise } = require('./exercise.cjs')

const day = moment.utc('2024-02-29T12:34:56.789Z')
const formats = [
  'YYYY-MM-DD',
  'dddd, MMMM Do YYYY, h:mm:ss a',
  'DDDo w W gg GG E e',
  'X x',
  '[literal] LLLL',
  'Qo kk SSS ZZ',
  'Y N NN y',
]
const inputs = [
  '2024-W09-4',
  '2024-060',
  '20240229T1234',
  'not a date',
  'Thu, 29 Feb 2024 12:34:56 +0100',
  '2024-02-30',
  '/Date(0)/',
]
const quiet = { ...moment }
for (const name of [
  'now',
  'locale',
  'updateLocale',
  'defineLocale',
  'lang',
  'suppressDeprecationWarnings',
  'createFromInputFallback',
  'deprecationHandler',
]) {
  delete quiet[name]
}
moment.suppressDeprecationWarnings = true

const units = ['year', 'quarter', 'month', 'week', 'isoWeek', 'day', 'hour', 'minute', 'second', 'ms']
module.exports = [
  formats.map((format) => day.format(format)),
  inputs.map((input) => moment.utc(input, moment.ISO_8601).toISOString()),
  inputs.map((input) => moment.utc(input, moment.RFC_2822, true).isValid()),
  [
    ['29/02/24 3pm', 'DD/MM/YY ha'],
    ['2024 9', 'gggg w'],
    ['1 Jan', ['D MMM', 'MMM D']],
    ['x', 'YYYY'],
    ['12', 'H', true],
  ].map((one) => moment.utc(...one).isValid()),
  units.map((unit) => [
    day.clone().startOf(unit).toISOString(),
    day.clone().endOf(unit).toISOString(),
    day.clone().add(5, unit).subtract(2, unit).toISOString(),
    day.diff(moment.utc('2020-01-31'), unit, true),
  ]),
  moment.duration({ hours: 36, minutes: 5, ms: 30 }).humanize(),
  moment.duration('P1Y2M3DT4H5M6.7S').toISOString(),
  [1, 50, 4000, 90000, 1e7, 1e9, 1e11].map((ms) => moment.duration(ms).humanize(true)),
  day.from(moment.utc('2024-03-05')),
  day.calendar(moment.utc('2024-03-01')),
  day.isBetween('2024-01-01', '2024-12-31', 'month', '[]'),
  moment.locale('x-test', {
    relativeTime: { past: '%s back', s: 'moments' },
    ordinal: (n) => `${n}.`,
    week: { dow: 1, doy: 4 },
  }),
  day.locale('x-test').format('Do wo LL'),
  moment.months(),
  moment.weekdaysShort(true),
  moment.localeData('en').firstDayOfWeek(),
  moment.utc([2024, 1, 29]).set({ month: 0, date: 31 }).toArray(),
  moment.parseZone('2024-01-01T00:00:00+13:00').utcOffset(),
  moment.invalid({ overflow: 1 }).toString(),
  moment.utc({ y: 2024, M: 2, d: 3 }).toObject(),
  moment.min(day, moment.utc(0)).valueOf(),
  moment.max([day, moment.utc(0)]).valueOf(),
  exercise({
    utc: moment.utc,
    duration: moment.duration,
    isMoment: moment.isMoment,
    normalizeUnits: moment.normalizeUnits,
    months: moment.months,
  }).map((line) => line.slice(0, 60)),
]
