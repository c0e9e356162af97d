/** Class names of public datasets, in the order in which published experiments number them. */

const words = (text: string): string[] => text.trim().split(/\s*,\s*/)

export const VOC_CLASSES = words(
  `aeroplane, bicycle, bird, boat, bottle, bus, car, cat, chair, cow, diningtable, dog, horse,
  motorbike, person, pottedplant, sheep, sofa, train, tvmonitor`,
)

export const COCO_CLASSES = words(
  `person, bicycle, car, motorcycle, airplane, bus, train, truck, boat, traffic light, fire hydrant,
  stop sign, parking meter, bench, bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe,
  backpack, umbrella, handbag, tie, suitcase, frisbee, skis, snowboard, sports ball, kite,
  baseball bat, baseball glove, skateboard, surfboard, tennis racket, bottle, wine glass, cup, fork,
  knife, spoon, bowl, banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza, donut, cake,
  chair, couch, potted plant, bed, dining table, toilet, tv, laptop, mouse, remote, keyboard,
  cell phone, microwave, oven, toaster, sink, refrigerator, book, clock, vase, scissors, teddy bear,
  hair drier, toothbrush`,
)

export const NUS_CLASSES = words(
  `airport, animal, beach, bear, birds, boats, book, bridge, buildings, cars, castle, cat, cityscape,
  clouds, computer, coral, cow, dancing, dog, earthquake, elk, fire, fish, flags, flowers, food, fox,
  frost, garden, glacier, grass, harbor, horses, house, lake, leaf, map, military, moon, mountain,
  nighttime, ocean, person, plane, plants, police, protest, railroad, rainbow, reflection, road,
  rocks, running, sand, sign, sky, snow, soccer, sports, statue, street, sun, sunset, surf, swimmers,
  tattoo, temple, tiger, tower, town, toy, train, tree, valley, vehicle, water, waterfall, wedding,
  whales, window, zebra`,
)

/** Concepts that are at least potentially visible. */
export const MIRFLICKR_POTENTIAL = words(
  `animals, baby, bird, car, clouds, dog, female, flower, food, indoor, lake, male, night, people,
  plant_life, portrait, river, sea, sky, structures, sunset, transport, tree, water`,
)

/** Concepts that also have a list of the pictures in which they matter, `<concept>_r1.txt`. */
export const MIRFLICKR_RELEVANT = words(
  `baby, bird, car, clouds, dog, female, flower, male, night, people, portrait, river, sea, tree`,
)

/** By label id from 0 on; `license plate`, whose id is -1, comes last. */
export const CITYSCAPES_CLASSES = words(
  `unlabeled, ego vehicle, rectification border, out of roi, static, dynamic, ground, road, sidewalk,
  parking, rail track, building, wall, fence, guard rail, bridge, tunnel, pole, polegroup,
  traffic light, traffic sign, vegetation, terrain, sky, person, rider, car, truck, bus, caravan,
  trailer, train, motorcycle, bicycle, license plate`,
)
