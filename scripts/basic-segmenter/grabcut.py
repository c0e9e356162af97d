"""How good plain GrabCut is on the objects that `singlet bench segment --part quality` asks about.

    python grabcut.py --outlined FOLDER [--side 320]

Needs opencv-python-headless beside numpy and Pillow. Prints the mean IoU of everything in the box, of
GrabCut by that box (five turns), and the seconds that one takes.
"""
import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

LEAST = 0.01


def outlined(folder):
    coco = json.loads((folder / "instances.json").read_text())
    for entry in coco["images"]:
        size = (entry["width"], entry["height"])
        masks = []
        for one in coco["annotations"]:
            if one["image_id"] != entry["id"] or one.get("iscrowd") or not one["segmentation"]:
                continue
            mask = Image.new("L", size, 0)
            for ring in one["segmentation"]:
                ImageDraw.Draw(mask).polygon(ring, fill=1)
            mask = np.asarray(mask).astype(bool)
            if mask.mean() > LEAST:
                masks.append(mask)
        yield folder / "images" / entry["file_name"], masks


def grabcut(pixels, box):
    labels = np.zeros(pixels.shape[:2], np.uint8)
    left, top, right, bottom = box
    rectangle = (left, top, max(1, right - left), max(1, bottom - top))
    models = np.zeros((1, 65)), np.zeros((1, 65))
    try:
        cv2.grabCut(pixels, labels, rectangle, *models, 5, cv2.GC_INIT_WITH_RECT)
    except cv2.error:  # A box around the whole picture leaves nothing to learn the outside from.
        labels[:] = cv2.GC_FGD
    return (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)


def iou(a, b):
    return (a & b).sum() / max(1, (a | b).sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outlined", required=True, type=Path)
    parser.add_argument("--side", type=int, default=320)
    options = parser.parse_args()
    filled, cut, seconds = [], [], []
    for path, masks in outlined(options.outlined):
        photo = Image.open(path).convert("RGB")
        scale = options.side / max(photo.size)
        small = photo.resize([max(1, round(length * scale)) for length in photo.size])
        pixels = np.ascontiguousarray(np.asarray(small)[:, :, ::-1])
        for mask in masks:
            ys, xs = np.where(mask)
            box = [xs.min(), ys.min(), xs.max() + 1, ys.max() + 1]
            whole = np.zeros_like(mask)
            whole[box[1] : box[3], box[0] : box[2]] = True
            began = time.perf_counter()
            found = grabcut(pixels, [round(place * scale) for place in box])
            seconds.append(time.perf_counter() - began)
            enlarged = Image.fromarray(found.astype(np.uint8)).resize(photo.size, Image.NEAREST)
            filled.append(iou(whole, mask))
            cut.append(iou(np.asarray(enlarged).astype(bool), mask))
    print(f"{len(cut)} objects: filled box {np.mean(filled):.3f}, GrabCut {np.mean(cut):.3f},")
    print(f"{np.median(seconds):.2f} s each at {options.side} px")


if __name__ == "__main__":
    main()
