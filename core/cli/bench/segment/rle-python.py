"""What pycocotools takes for the masks of rle.ts. Prints one JSON object a measure, in milliseconds."""

import json
import time

import numpy
import pycocotools.mask as coco

y, x = numpy.mgrid[0:480, 0:640]
masks = []
for i in range(1000):
    cx, cy, rx, ry = 100 + i % 400, 80 + i % 300, 20 + i % 90, 20 + 7 * i % 55
    masks.append((((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1).astype(numpy.uint8))


def tell(name, started):
    print(json.dumps({"name": name, "ms": 1000 * (time.perf_counter() - started)}), flush=True)


started = time.perf_counter()
rles = [coco.encode(numpy.asfortranarray(mask)) for mask in masks]
tell("pycocotools, encode 1000 masks", started)
started = time.perf_counter()
for rle in rles:
    coco.decode(rle)
tell("pycocotools, decode 1000 masks", started)
ordered = [numpy.asfortranarray(mask) for mask in masks]
started = time.perf_counter()
for mask in ordered:
    coco.encode(mask)
tell("pycocotools, encode 1000 masks that lie column by column", started)
