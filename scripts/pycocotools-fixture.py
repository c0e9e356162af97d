"""Writes core/kernel/mask/fixtures/pycocotools.json: masks and polygons as pycocotools codes them.

    pip install numpy pycocotools && python scripts/pycocotools-fixture.py
"""

import json
from pathlib import Path

import numpy as np
import pycocotools.mask as coco

chance = np.random.default_rng(18)


def picture(height, width):
    """Rectangles over each other, or noise, or all of one kind."""
    kind = chance.integers(0, 4)
    if kind == 0:
        return chance.random((height, width)) < chance.random()
    if kind == 1:
        return np.full((height, width), bool(chance.integers(0, 2)))
    mask = np.zeros((height, width), bool)
    for _ in range(chance.integers(1, 5)):
        y, x = chance.integers(0, height), chance.integers(0, width)
        mask[y : y + chance.integers(1, height + 1), x : x + chance.integers(1, width + 1)] ^= True
    return mask


def encode(mask):
    return coco.encode(np.asfortranarray(mask.astype(np.uint8)))


def text(rle):
    return rle["counts"].decode()


def mask_case():
    height, width = (int(side) for side in chance.integers(1, 24, 2))
    masks = [picture(height, width) for _ in range(3)]
    rles = [encode(mask) for mask in masks]
    return {
        "width": width,
        "height": height,
        "pixels": "".join("#" if inside else "." for inside in masks[0].flatten()),
        "counts": [text(rle) for rle in rles],
        "area": int(coco.area(rles[0])),
        "box": coco.toBbox(rles[0]).tolist(),
        "iou": float(coco.iou([rles[0]], [rles[1]], [0])[0, 0]),
        "crowdIou": float(coco.iou([rles[0]], [rles[1]], [1])[0, 0]),
        "union": text(coco.merge(rles)),
        "intersection": text(coco.merge(rles, intersect=True)),
    }


def polygon_case(kind):
    height, width = (int(side) for side in chance.integers(1, 40, 2))
    points = chance.random((chance.integers(3, 10), 2)) * [width, height]
    if kind == 1:  # reaches over the borders
        points = points * 2 - [width / 2, height / 2]
    if kind == 2:  # corners of pixels
        points = np.round(points)
    if kind == 3:  # a corner twice
        points = np.round(points * 2) / 2
        points[1] = points[0]
    flat = np.round(points, 3).flatten().tolist()
    counts = text(coco.frPyObjects([flat], height, width)[0])
    return {"width": width, "height": height, "points": flat, "counts": counts}


cases = {
    "masks": [mask_case() for _ in range(60)],
    "polygons": [polygon_case(i % 4) for i in range(80)],
}
lines = [
    f'"{name}": [\n' + ",\n".join(json.dumps(case) for case in of) + "\n]"
    for name, of in cases.items()
]
target = Path(__file__).parent.parent / "core/kernel/mask/fixtures/pycocotools.json"
target.parent.mkdir(exist_ok=True)
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
