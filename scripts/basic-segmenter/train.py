"""Teaches the decoder by simulated people: a box or a click first, then a closer look and more clicks."""
import copy
import math
import time
from dataclasses import dataclass, field

import numpy as np
import torch
from scipy import ndimage
from torch.nn import functional

from model import Decoder, see
from windows import around, box_of, grow, look, middle_of, paste, prompt_maps, share_of, target_of

BATCH = 8
# Smaller objects are too few cells to learn from.
LEAST = 0.0025


@dataclass
class Question:
    maps: list
    mask: np.ndarray
    window: np.ndarray
    box: np.ndarray | None = None
    positive: list = field(default_factory=list)
    negative: list = field(default_factory=list)
    previous: np.ndarray | None = None
    # A single click may mean a part, the middle or the whole.
    open: bool = False
    # Asked only how good its answer is.
    judged: bool = False

    @property
    def size(self):
        return self.mask.shape[1], self.mask.shape[0]


def first_question(photo, mask, rng):
    mirror = int(rng.random() < 0.5)
    mask = mask[:, ::-1].copy() if mirror else mask
    height, width = mask.shape
    tight = box_of(mask)
    maps = photo.views[mirror].maps
    if rng.random() < 0.45:
        box = jittered(tight, rng, width, height)
        question = Question(maps, mask, grow(box, 0.5, width, height), box=box)
        if rng.random() < 0.15:
            question.positive.append(click_in(mask, rng))
        return question
    click = click_in(mask, rng)
    whole = mask.mean() > 0.004 and rng.random() < 0.65
    window = np.array([0, 0, width, height], float) if whole else some_window(tight, rng, width, height)
    return Question(maps, mask, window, positive=[click], open=True)


def second_question(first, logits, rng):
    """Refines one answer [4, CELLS, CELLS], looked at on every second pixel."""
    target = target_of(first.mask, first.window) > 0.5
    head, judged = 0, False
    if first.open and rng.random() < 0.25:
        head, judged = int(rng.integers(1, 4)), True
    elif first.open and rng.random() < 0.7:
        overlaps = [
            ((one > 0) & target).sum() / (((one > 0) | target).sum() + 1) for one in logits[1:]
        ]
        head = 1 + int(np.argmax(overlaps))
    width, height = first.size
    draft = paste(logits[head], first.window / 2, height // 2, width // 2)
    inside = draft > 0
    clicks = 0 if judged or rng.random() < 0.4 else rng.integers(1, 4)
    if not inside.any():
        clicks = max(clicks, 1)
    correct(first, inside, clicks, rng)
    everything = around(inside, first.positive + first.negative, first.box)
    first.window = grow(everything, rng.uniform(0.25, 0.6), width, height)
    first.previous = look(draft, first.window / 2)
    first.open, first.judged = False, judged
    return first


def correct(question, inside, clicks, rng):
    truth = question.mask[::2, ::2]
    wrong = inside != truth
    for _ in range(clicks):
        if not wrong.any():
            return
        (x, y), far = middle_of(wrong) if rng.random() < 0.75 else (click_in(wrong, rng, 0), 0)
        clicked = question.positive if truth[int(y), int(x)] else question.negative
        clicked.append((2 * x, 2 * y))
        rows, columns = np.ogrid[: wrong.shape[0], : wrong.shape[1]]
        away = (columns - x) ** 2 + (rows - y) ** 2 > (1.5 * max(2, far or 2)) ** 2
        wrong = wrong & away


def jittered(box, rng, width, height):
    sides = np.array([box[2] - box[0], box[3] - box[1]] * 2)
    shift = rng.normal(0, 0.05, 4).clip(-0.15, 0.15) * sides
    if rng.random() < 0.4:
        shift *= 0.2
    x0, y0, x1, y1 = box + shift
    moved = np.array([max(0, x0), max(0, y0), min(width, x1), min(height, y1)])
    return moved if moved[2] - moved[0] > 2 and moved[3] - moved[1] > 2 else box


def click_in(mask, rng, share_of_middles=0.6):
    if rng.random() < share_of_middles:
        return middle_of(mask)[0]
    ys, xs = ndimage.binary_erosion(mask, iterations=2).nonzero()
    if len(xs) == 0:
        ys, xs = mask.nonzero()
    one = rng.integers(len(xs))
    return xs[one] + 0.5, ys[one] + 0.5


def some_window(box, rng, width, height):
    sides = np.maximum(box[2:] - box[:2], 8)
    reach = sides.max() * np.exp(rng.uniform(np.log(1.3), np.log(6)))
    window = []
    for low, high, side, length in zip(box[:2], box[2:], sides, (width, height)):
        extent = min(length, max(reach, side * 1.1, 24))
        first = max(0, high - extent)
        start = min(rng.uniform(first, max(min(low, length - extent), first + 1e-3)), length - extent)
        window.append((start, start + extent))
    return np.array([window[0][0], window[1][0], window[0][1], window[1][1]])


def loss_of(net, questions):
    seen = torch.cat([see(one.maps, share_of(one.window, *one.size)) for one in questions])
    maps = torch.from_numpy(
        np.stack(
            [
                prompt_maps(one.window, one.box, one.positive, one.negative, one.previous)
                for one in questions
            ]
        )
    )
    targets = torch.from_numpy(np.stack([target_of(one.mask, one.window) for one in questions]))
    windows = torch.cat([share_of(one.window, *one.size) for one in questions])
    area = (windows[:, 2] - windows[:, 0]) * (windows[:, 3] - windows[:, 1])
    with torch.autocast("cpu", torch.bfloat16):
        logits, expected = net(*(one.contiguous(memory_format=torch.channels_last) for one in (seen, maps)), area)
    logits, expected = logits.float(), expected.float()
    losses = torch.stack([mask_loss(logits[:, i], targets) for i in range(4)], 1)
    found = torch.stack([overlap(logits[:, i].detach(), targets) for i in range(4)], 1)
    open_ = torch.tensor([float(one.open) for one in questions])
    kept = torch.tensor([float(not one.judged) for one in questions])
    weight = torch.tensor([float(np.clip(np.sqrt(one.mask.mean() / 0.01), 0.4, 1)) for one in questions])
    best = losses[:, 1:].min(1)[0] + 0.1 * losses[:, 1:].mean(1)
    misjudged = (expected - found) ** 2
    masks = kept * losses[:, 0] + open_ * best
    judgement = misjudged[:, 0] + open_ * misjudged[:, 1:].sum(1)
    return (weight * (masks + 1.5 * judgement)).mean(), logits.detach().numpy(), found


def mask_loss(logits, targets):
    entropy = functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    inside = torch.sigmoid(logits)
    dice = (2 * (inside * targets).sum((1, 2)) + 1) / ((inside + targets).sum((1, 2)) + 1)
    return entropy.mean((1, 2)) + 1 - dice


def overlap(logits, targets):
    a, b = logits > 0, targets > 0.5
    return (a & b).sum((1, 2)) / ((a | b).sum((1, 2)) + 1e-3)


def train(photos, minutes, start=None, peak=3e-3, seed=0):
    """The decoder's moving average after so many minutes; `start` holds weights to go on from."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Decoder().to(memory_format=torch.channels_last)
    if start is not None:
        net.load_state_dict(start)
    net.train()
    average = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), lr=peak, weight_decay=0.02)
    objects = [(photo, mask) for photo in photos for mask in photo.masks if mask.mean() > LEAST]
    began, step = time.time(), 0
    while (done := (time.time() - began) / (60 * minutes)) < 1:
        rng.shuffle(objects)
        told = []
        for at in range(0, len(objects) - BATCH + 1, BATCH):
            done = min(1, (time.time() - began) / (60 * minutes))
            for group in optimiser.param_groups:
                group["lr"] = rate_at(done, peak)
            told.append(one_step(net, optimiser, objects[at : at + BATCH], rng))
            step += 1
            follow(average, net, min(0.98, step / (step + 10)))
        print(step, f"{done:.2f}", np.round(np.mean(told, 0), 3), flush=True)
    return average.eval()


def one_step(net, optimiser, objects, rng):
    questions = [first_question(photo, mask, rng) for photo, mask in objects]
    optimiser.zero_grad()
    first, logits, first_iou = loss_of(net, questions)
    first.backward()
    questions = [second_question(one, logits[i], rng) for i, one in enumerate(questions)]
    second, _, second_iou = loss_of(net, questions)
    second.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 3.0)
    optimiser.step()
    return first.item(), second.item(), float(first_iou[:, 0].mean()), float(second_iou[:, 0].mean())


def rate_at(done, peak, warm=0.08):
    if done < warm:
        return peak * done / warm + 1e-6
    return peak * 0.5 * (1 + math.cos(math.pi * (done - warm) / (1 - warm))) + 1e-6


@torch.no_grad()
def follow(average, net, keep):
    for old, new in zip(average.state_dict().values(), net.state_dict().values()):
        if old.dtype.is_floating_point:
            old.mul_(keep).add_(new, alpha=1 - keep)
        else:
            old.copy_(new)
