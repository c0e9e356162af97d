"""Makes resources/models/basic/: neck.onnx and decoder.onnx.

With Python 3.11, torch, onnx, onnxruntime, numpy, scipy and Pillow:
    python make.py neck --photos FOLDER --out neck.onnx
    python make.py decoder --outlined FOLDER --neck neck.onnx --minutes 30 --out decoder.onnx [--without 0/4]
`--without k/n` leaves out every n-th photograph from the k-th on, to measure with `singlet bench segment`.
"""
import argparse
import random
from pathlib import Path

import torch

from export import write_decoder
from maps import ROOT, learn_neck, session, write_neck
from objects import read_outlined
from train import train

BACKBONE = ROOT / "resources/models/mini/model.onnx"


def make_neck(options):
    photos = sorted(Path(options.photos).rglob("*.jpg"))
    random.seed(0)
    write_neck(learn_neck(session(BACKBONE), random.sample(photos, 400)), options.out)


def make_decoder(options):
    torch.set_num_threads(1)
    photos = list(read_outlined(options.outlined, session(BACKBONE), options.neck))
    if options.without:
        first, each = map(int, options.without.split("/"))
        photos = [photo for i, photo in enumerate(photos) if i % each != first]
    start = torch.load(options.start) if options.start else None
    decoder = train(photos, options.minutes, start)
    if options.weights:
        torch.save(decoder.state_dict(), options.weights)
    write_decoder(decoder, options.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parts = parser.add_subparsers(required=True)
    neck = parts.add_parser("neck")
    neck.add_argument("--photos", required=True)
    neck.add_argument("--out", required=True)
    neck.set_defaults(make=make_neck)
    decoder = parts.add_parser("decoder")
    decoder.add_argument("--outlined", required=True)
    decoder.add_argument("--neck", required=True)
    decoder.add_argument("--out", required=True)
    decoder.add_argument("--minutes", type=float, default=30)
    decoder.add_argument("--without", help="k/n")
    decoder.add_argument("--start", help="weights to go on from")
    decoder.add_argument("--weights", help="where to keep the weights")
    decoder.set_defaults(make=make_decoder)
    options = parser.parse_args()
    options.make(options)


if __name__ == "__main__":
    main()
