const { exercise } = require('./exercise.cjs')

const names = [
  'array',
  'color',
  'format',
  'geo',
  'interpolate',
  'path',
  'polygon',
  'hierarchy',
  'ease',
  'dispatch',
  'dsv',
  'shape',
  'chord',
  'contour',
  'delaunay',
  'quadtree',
  'scale',
  'scale-chromatic',
  'time',
  'time-format',
]
const d3 = Object.assign({}, ...names.map((name) => require(`d3-${name}`)))
// By chance, or in the zone of whoever runs this, or endless on such arguments.
const left =
  /^(shuffle|tick|timeTick|range$|cross$|bin$|histogram|thresholdS|timeFormat$|timeParse$|create|autoType|Voronoi|Delaunay|permute|transpose|csv|tsv|(time|utc)[A-Z])/
const functions = Object.fromEntries(
  Object.entries(d3).filter(([name, value]) => typeof value === 'function' && !left.test(name)),
)

const data = [4, 8, 15, 16, 23, 42]
const tree = d3.hierarchy({
  name: 'root',
  children: [
    {
      name: 'a',
      children: [
        { name: 'b', value: 3 },
        { name: 'c', value: 5 },
      ],
    },
    { name: 'd', value: 9 },
  ],
})
const land = {
  type: 'Polygon',
  coordinates: [
    [
      [-20, -10],
      [30, -15],
      [50, 40],
      [170, 60],
      [-20, -10],
    ],
  ],
}
module.exports = [
  exercise(functions).map((line) => line.slice(0, 80)),
  d3
    .bin()(data)
    .map((bin) => [bin.x0, bin.x1, ...bin]),
  d3.rollup(
    data,
    (group) => group.length,
    (n) => n % 2,
  ),
  d3.ticks(0, 97, 7),
  d3.cross([1, 2], ['a', 'b']),
  [...'~sdefgrx%pXbocn'].map((type) => d3.format(`+$012,.3${type === '~' ? '~s' : type}`)(1234.5678)),
  d3
    .pack()
    .size([100, 100])(tree.copy().sum((one) => one.value))
    .leaves()
    .map((leaf) => [leaf.x, leaf.y, leaf.r]),
  d3
    .tree()
    .size([100, 100])(tree.copy())
    .descendants()
    .map((node) => [node.x, node.y]),
  d3
    .treemap()
    .size([60, 60])
    .tile(d3.treemapSquarify)(tree.copy().sum((one) => one.value))
    .leaves()
    .map((leaf) => [leaf.x0, leaf.y1]),
  d3.stratify()([
    { id: 'x', parentId: '' },
    { id: 'y', parentId: 'x' },
  ]).height,
  [d3.geoMercator, d3.geoOrthographic, d3.geoAlbersUsa, d3.geoNaturalEarth1].map((projection) =>
    d3.geoPath(projection())(land),
  ),
  d3.geoArea(land),
  d3.geoCentroid(land),
  d3.geoBounds(land),
  d3.geoPath(d3.geoAzimuthalEqualArea().clipAngle(60))(d3.geoGraticule10()).length,
  [d3.curveBasis, d3.curveCardinalClosed, d3.curveCatmullRom, d3.curveMonotoneX, d3.curveNatural, d3.curveStep].map(
    (curve) =>
      d3.line().curve(curve)([
        [0, 0],
        [1, 3],
        [2, 1],
        [5, 4],
      ]),
  ),
  d3.arc()({ innerRadius: 5, outerRadius: 20, startAngle: 0, endAngle: 2, padAngle: 0.1, cornerRadius: 3 }),
  d3
    .pie()(data)
    .map((slice) => slice.endAngle),
  d3.stack().keys(['a', 'b']).offset(d3.stackOffsetWiggle)([
    { a: 1, b: 2 },
    { a: 3, b: 4 },
  ]),
  d3
    .chord()([
      [1, 2],
      [3, 4],
    ])
    .map((one) => one.source),
  d3
    .contours()
    .size([4, 4])
    .thresholds([2, 5])([1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 9, 4, 5, 6, 7, 8])
    .map((one) => one.coordinates.length),
  d3.Delaunay.from([
    [0, 0],
    [10, 1],
    [5, 9],
    [3, 4],
    [8, 8],
  ])
    .voronoi([0, 0, 20, 20])
    .render(),
  d3
    .quadtree()
    .addAll([
      [1, 1],
      [5, 5],
      [5, 5],
      [9, 2],
    ])
    .find(6, 4),
  d3.csvParse('a,b\n1,"x,""y"""\n2,z'),
  d3.csvFormat([{ a: 1, b: 'q"' }]),
  [
    d3.scaleLinear(),
    d3.scaleLog().base(2),
    d3.scalePow().exponent(2),
    d3.scaleSymlog(),
    d3.scaleTime(),
    d3.scaleUtc(),
  ].map((scale) => scale.domain([1, 100]).range([0, 10]).nice()(50)),
  d3.scaleBand(['a', 'b'], [0, 10]).padding(0.2)('b'),
  d3.scaleQuantile(data, ['low', 'high'])(16),
  d3.scaleThreshold([1], ['x', 'y'])(1),
  d3.scaleOrdinal(d3.schemeCategory10)('k'),
  d3.utcDay.range(new Date(0), new Date(864e5 * 3)).length,
  d3.utcMonth.every(3).floor(new Date(1e12)),
  d3.utcTicks(new Date(0), new Date(1e12), 5).length,
  d3.utcFormat('%A %B %-d %Y %H:%M:%S.%L %U %V %j %p %Z')(new Date(1e12)),
  d3.utcParse('%Y-%m-%dT%H:%M:%S%Z')('2024-02-29T01:02:03+0100'),
  d3.isoParse('x'),
]
