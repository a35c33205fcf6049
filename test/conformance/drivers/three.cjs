const three = require('../../../node_modules/three/build/three.core.js')
const { exercise } = require('./exercise.cjs')

const scene = new three.Scene()
const group = new three.Group()
const geometries = [
  new three.BoxGeometry(1, 2, 3),
  new three.SphereGeometry(1, 8, 6),
  new three.TorusKnotGeometry(1, 0.3, 16, 4),
  new three.ExtrudeGeometry(
    new three.Shape([new three.Vector2(0, 0), new three.Vector2(2, 0), new three.Vector2(1, 2)]),
    { depth: 1 },
  ),
  new three.LatheGeometry([new three.Vector2(1, 0), new three.Vector2(2, 1)], 6),
]
for (const geometry of geometries)
  group.add(new three.Mesh(geometry, new three.MeshStandardMaterial({ color: 0x336699 })))
scene.add(group, new three.DirectionalLight(0xffffff, 2))
group.rotation.set(0.1, 0.2, 0.3)
scene.updateMatrixWorld(true)
const camera = new three.PerspectiveCamera(60, 1.5, 0.1, 50)
camera.position.set(3, 4, 5)
camera.lookAt(0, 0, 0)
camera.updateMatrixWorld()
const ray = new three.Raycaster()
ray.setFromCamera(new three.Vector2(0.05, 0.02), camera)
const mixer = new three.AnimationMixer(group)
mixer
  .clipAction(
    new three.AnimationClip('spin', 2, [
      new three.VectorKeyframeTrack('.position', [0, 1, 2], [0, 0, 0, 1, 0, 0, 1, 1, 0]),
      new three.QuaternionKeyframeTrack('.quaternion', [0, 2], [0, 0, 0, 1, 0, 1, 0, 0]),
    ]),
  )
  .play()
mixer.update(0.75)

const numbers = (value) =>
  JSON.stringify(value, (key, one) =>
    key === 'uuid' || typeof one === 'string' ? undefined : typeof one === 'number' ? Number(one.toFixed(6)) : one,
  )
module.exports = [
  exercise(
    Object.fromEntries(
      Object.entries(three.MathUtils).filter(
        ([name, value]) => typeof value === 'function' && !/^(rand|generateUUID|seeded)/.test(name),
      ),
    ),
  ),
  ray.intersectObjects(scene.children).map((hit) => hit.distance.toFixed(6)),
  numbers(group.position),
  numbers(camera.projectionMatrix.elements),
  numbers(new three.Box3().setFromObject(scene)),
  geometries.map((geometry) => {
    geometry.computeBoundingSphere()
    return numbers(geometry.boundingSphere)
  }),
  new three.Color('hsl(120, 50%, 40%)').getHexString(),
  new three.Color('no such color').getStyle(),
  numbers(new three.Euler().setFromQuaternion(group.quaternion, 'ZYX')),
  numbers(
    new three.CatmullRomCurve3([
      new three.Vector3(),
      new three.Vector3(1, 2, 3),
      new three.Vector3(4, 0, 1),
    ]).getSpacedPoints(6),
  ),
  numbers(
    new three.Matrix4()
      .compose(new three.Vector3(1, 2, 3), new three.Quaternion(0, 0, 1, 0), new three.Vector3(2, 2, 2))
      .invert(),
  ),
  numbers(new three.Frustum().setFromProjectionMatrix(camera.projectionMatrix).intersectsObject(group.children[0])),
  numbers(new three.ObjectLoader().parse(scene.toJSON()).children.length),
  numbers(new three.Spherical().setFromVector3(camera.position)),
  numbers(new three.Triangle(new three.Vector3(), new three.Vector3(1, 0, 0), new three.Vector3(0, 1, 0)).getArea()),
]
