"""What Python's onnxruntime and PyTorch's DataLoader do with the same pictures; the order comes as JSON in
the first argument. Prints one JSON object a measure: its name and images per second."""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy
import onnxruntime
from PIL import Image

order = json.loads(sys.argv[1])
side, paths, batch = order["side"], order["paths"], 16


def tell(name, started, count):
    print(json.dumps({"name": name, "rate": count / (time.perf_counter() - started)}), flush=True)


def decoded(path):
    with Image.open(path) as picture:
        picture.draft("RGB", (side, side))
        pixels = picture.convert("RGB").resize((side, side), Image.Resampling.BILINEAR)
    return numpy.asarray(pixels, numpy.float32).transpose(2, 0, 1) / 127.5 - 1


def features(session):
    with ThreadPoolExecutor(order["workers"]) as pool:
        for start in range(0, len(paths), batch):
            ahead = pool.map(decoded, paths[start : start + batch])
            if start > 0:
                session.run(["feature_map"], {"pixels": pixels})
            pixels = numpy.stack(list(ahead))
        session.run(["feature_map"], {"pixels": pixels})


def loaded():
    from torch.utils.data import DataLoader, Dataset
    from torchvision import transforms

    change = transforms.Compose(
        [
            transforms.RandomResizedCrop(side),
            transforms.RandomHorizontalFlip(),
            transforms.PILToTensor(),
        ]
    )

    class Pictures(Dataset):
        def __len__(self):
            return len(paths)

        def __getitem__(self, row):
            with Image.open(paths[row]) as picture:
                return change(picture.convert("RGB"))

    return DataLoader(Pictures(), batch_size=batch, num_workers=order["workers"])


session = onnxruntime.InferenceSession(order["model"])
noise = numpy.random.rand(batch, 3, side, side).astype(numpy.float32)
session.run(["feature_map"], {"pixels": noise})

started = time.perf_counter()
runs = max(1, len(paths) // batch)
for _ in range(runs):
    session.run(["feature_map"], {"pixels": noise})
tell("Python: onnxruntime alone", started, runs * batch)

started = time.perf_counter()
features(session)
tell("Python: features", started, len(paths))

try:
    loader = loaded()
except ImportError:
    sys.exit()
started = time.perf_counter()
for _ in loader:
    pass
tell("PyTorch: weak pictures", started, len(paths))
