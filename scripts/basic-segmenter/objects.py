"""Photographs with outlined objects: a folder with images/ and instances.json (COCO, polygons)."""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

from maps import backbone_maps, session


@dataclass
class View:
    """A photograph, or its mirror image: the neck's maps and its colours, each [1, channels, h, w]."""

    maps: list


@dataclass
class Outlined:
    views: tuple
    masks: list  # of bool [height, width] of the grid


def read_outlined(folder, backbone, neck_path):
    neck = session(neck_path)
    folder = Path(folder)
    coco = json.loads((folder / "instances.json").read_text())
    for entry in coco["images"]:
        polygons = [
            one["segmentation"]
            for one in coco["annotations"]
            if one["image_id"] == entry["id"]
            and not one.get("iscrowd")
            and isinstance(one["segmentation"], list)
            and one["segmentation"]
        ]
        if not polygons:
            continue
        photo = Image.open(folder / "images" / entry["file_name"]).convert("RGB")
        views = tuple(view_of(backbone, neck, one) for one in (photo, mirrored(photo)))
        height, width = (2 * side for side in views[0].maps[-1].shape[2:])
        masks = [drawn(rings, entry, width, height) for rings in polygons]
        yield Outlined(views, [mask for mask in masks if mask.sum() >= 4])


def mirrored(photo):
    return photo.transpose(Image.FLIP_LEFT_RIGHT)


def view_of(backbone, neck, photo):
    maps, pixels = backbone_maps(backbone, photo)
    small = [torch.from_numpy(one.astype(np.float16)).float() for one in neck.run(None, maps)]
    height, width = pixels.shape[:2]
    colours = pixels.reshape(height // 2, 2, width // 2, 2, 3).mean((1, 3)) / 127.5 - 1
    colours = torch.from_numpy(colours).permute(2, 0, 1).float()[None].contiguous()
    return View([*small, colours])


def drawn(rings, entry, width, height):
    mask = Image.new("L", (width, height), 0)
    across, down = width / entry["width"], height / entry["height"]
    for ring in rings:
        if len(ring) < 6:
            continue
        points = [
            (ring[i] * across - 0.5, ring[i + 1] * down - 0.5) for i in range(0, len(ring) - 1, 2)
        ]
        ImageDraw.Draw(mask).polygon(points, fill=1, outline=1)
    return np.asarray(mask).astype(bool)
