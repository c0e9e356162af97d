"""Windows, prompts and masks, as core/segmentation/basic has them. All places in pixels of the grid."""
import numpy as np
import torch
from scipy import ndimage

from model import CELLS, sample

NEAR, FAR = 1.5, 6.0
REACH = 6
LEAST = 24
OUTSIDE = -10.0
MIDDLES = (np.arange(CELLS) + 0.5) / CELLS


def box_of(mask):
    ys, xs = np.where(mask)
    return np.array([xs.min(), ys.min(), xs.max() + 1, ys.max() + 1], float)


def grow(box, share, width, height):
    across, down = box[2] - box[0], box[3] - box[1]
    x = max(share * across, (LEAST - across) / 2, 0)
    y = max(share * down, (LEAST - down) / 2, 0)
    grown = box + np.array([-x, -y, x, y])
    return np.array([max(0, grown[0]), max(0, grown[1]), min(width, grown[2]), min(height, grown[3])])


def around(mask, clicks, box):
    """The smallest box around what is inside (a mask of every second pixel), clicks and a drawn box."""
    boxes = [2 * box_of(mask)] if mask.any() else []
    boxes += [np.array([x - REACH, y - REACH, x + REACH, y + REACH]) for x, y in clicks]
    boxes += [] if box is None else [box]
    every = np.stack(boxes)
    return np.array([*every[:, :2].min(0), *every[:, 2:].max(0)])


def prompt_maps(window, box, positive, negative, previous=None):
    """[8, CELLS, CELLS]; `previous` holds probabilities [CELLS, CELLS]."""
    xs = window[0] + (window[2] - window[0]) * MIDDLES
    ys = window[1] + (window[3] - window[1]) * MIDDLES
    across, down = (window[2] - window[0]) / CELLS, (window[3] - window[1]) / CELLS
    maps = np.zeros((8, CELLS, CELLS), np.float32)
    if box is not None:
        columns = covered(xs, across, box[0], box[2])
        maps[0] = covered(ys, down, box[1], box[3])[:, None] * columns[None]
        maps[6] = 1
    for channel, clicks in ((1, positive), (2, negative)):
        for x, y in clicks:
            squares = ((xs - x) / across)[None] ** 2 + ((ys - y) / down)[:, None] ** 2
            for to, spread in ((channel, NEAR), (channel + 2, FAR)):
                maps[to] = np.maximum(maps[to], np.exp(-squares / (2 * spread**2)))
    if previous is not None:
        maps[5] = previous
        maps[7] = 1
    return maps


def covered(middles, size, low, high):
    ends = np.minimum(middles + size / 2, high) - np.maximum(middles - size / 2, low)
    return np.clip(ends / size, 0, 1)


def target_of(mask, window, finer=4):
    """How much of each cell is inside."""
    height, width = mask.shape
    middles = (np.arange(CELLS * finer) + 0.5) / (CELLS * finer)
    xs = np.clip((window[0] + (window[2] - window[0]) * middles).astype(int), 0, width - 1)
    ys = np.clip((window[1] + (window[3] - window[1]) * middles).astype(int), 0, height - 1)
    fine = mask[np.ix_(ys, xs)].reshape(CELLS, finer, CELLS, finer)
    return fine.mean((1, 3)).astype(np.float32)


def paste(cells, window, height, width):
    """Logits [height, width] with a window's cells in their place."""
    out = np.full((height, width), OUTSIDE, np.float32)
    x0, y0 = int(np.floor(window[0])), int(np.floor(window[1]))
    x1, y1 = int(np.ceil(window[2])), int(np.ceil(window[3]))
    x, u = between(np.arange(x0, x1), window[0], window[2])
    y, v = between(np.arange(y0, y1), window[1], window[3])
    u, v = u[None], v[:, None]
    above = cells[np.ix_(y, x)] * (1 - u) + cells[np.ix_(y, x + 1)] * u
    below = cells[np.ix_(y + 1, x)] * (1 - u) + cells[np.ix_(y + 1, x + 1)] * u
    out[y0:y1, x0:x1] = above * (1 - v) + below * v
    return out


def between(pixels, low, high):
    place = ((pixels + 0.5 - low) / (high - low) * CELLS - 0.5).clip(0, CELLS - 1)
    first = np.minimum(place.astype(int), CELLS - 2)
    return first, place - first


def share_of(window, width, height):
    """A window as shares of the picture [1, 4]."""
    x0, y0, x1, y1 = window
    return torch.tensor([[x0 / width, y0 / height, x1 / width, y1 / height]], dtype=torch.float32)


def look(logits, window):
    """Probabilities [CELLS, CELLS] of what a raster says of a window in its own pixels."""
    height, width = logits.shape
    seen = sample(torch.from_numpy(logits)[None, None], share_of(window, width, height))
    return torch.sigmoid(seen)[0, 0].numpy()


def middle_of(mask):
    """The place farthest from the edge of a mask, and how far; found on every second or fourth pixel."""
    step = 4 if mask.sum() > 4000 else 2 if mask.size > 4000 else 1
    height, width = mask.shape[0] // step, mask.shape[1] // step
    small = mask[: height * step, : width * step].reshape(height, step, width, step).all((1, 3))
    if not small.any():
        small, step = mask, 1
    distances = ndimage.distance_transform_edt(np.pad(small, 1))[1:-1, 1:-1]
    y, x = np.unravel_index(distances.argmax(), distances.shape)
    return (x * step + step / 2, y * step + step / 2), distances.max() * step


def iou_of(a, b):
    either = (a | b).sum()
    return (a & b).sum() / either if either else 1.0
