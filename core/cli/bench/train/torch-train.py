"""The work of one entry of workloads.ts in PyTorch; the entry comes as JSON in the first argument, the
least seconds to measure in the second. Prints one JSON object a measured epoch (or run)."""

import json
import math
import sys
import time

import torch
from torch import nn

work = json.loads(sys.argv[1])
least = float(sys.argv[2])
torch.manual_seed(1)
device = "cuda" if torch.cuda.is_available() and len(sys.argv) > 3 and sys.argv[3] == "gpu" else "cpu"


class MapHead(nn.Module):
    """A score for every cell, positive evidence times five (BoostLU), then the mean."""

    def __init__(self, width, classes):
        super().__init__()
        self.linear = nn.Linear(width, classes)

    def forward(self, x):
        cells = self.linear(x)
        return (cells + 4 * torch.relu(cells)).mean(1)


class Query2Label(nn.Module):
    """One encoder and two decoder layers without self-attention among the classes, 256 wide, 4 heads."""

    def __init__(self, width, classes, hidden=256, heads=4):
        super().__init__()
        self.project = nn.Linear(width, hidden)
        self.encoder = nn.TransformerEncoderLayer(hidden, heads, 4 * hidden, 0.1, batch_first=True)
        self.cross = nn.ModuleList(
            nn.MultiheadAttention(hidden, heads, 0.1, batch_first=True) for _ in range(2)
        )
        self.feed = nn.ModuleList(
            nn.Sequential(nn.Linear(hidden, 4 * hidden), nn.ReLU(), nn.Dropout(0.1), nn.Linear(4 * hidden, hidden))
            for _ in range(2)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(hidden) for _ in range(4))
        self.query = nn.Parameter(torch.randn(classes, hidden))
        self.weights = nn.Parameter(torch.randn(classes, hidden) / math.sqrt(hidden))
        self.bias = nn.Parameter(torch.zeros(classes))

    def forward(self, x):
        memory = self.encoder(self.project(x))
        target = torch.zeros(x.shape[0], *self.query.shape, device=x.device)
        for i, (cross, feed) in enumerate(zip(self.cross, self.feed)):
            seen, _ = cross(target + self.query, memory, memory, need_weights=False)
            target = self.norms[2 * i](target + seen)
            target = self.norms[2 * i + 1](target + feed(target))
        return (target * self.weights).sum(-1) + self.bias


def network():
    kind, classes = work["kind"], work["classes"]
    if kind in ("linear", "run"):
        return nn.Linear(work["width"], classes)
    if kind == "map":
        return MapHead(work["width"], classes)
    if kind == "query2label":
        return Query2Label(work["width"], classes)
    import torchvision

    made = torchvision.models.resnet50 if work["architecture"] == "resnet50" else torchvision.models.mobilenet_v2
    return made(num_classes=classes).to(memory_format=torch.channels_last)


def inputs():
    images = work["images"]
    if work["kind"] == "backbone":
        pictures = torch.rand(images, 3, work["side"], work["side"])
        return pictures.contiguous(memory_format=torch.channels_last)
    shape = (images, work["positions"], work["width"]) if "positions" in work else (images, work["width"])
    return torch.randn(*shape)


def epoch(model, optimiser, x, y, rows):
    model.train()
    for batch in rows.split(work["batch"]):
        loss = nn.functional.binary_cross_entropy_with_logits(model(x[batch]), y[batch])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def whole_run(x, y):
    model = network().to(device)
    optimiser = torch.optim.Adam(model.parameters(), 3e-5)
    scaled = (x - x.mean(0)) / x.std(0)
    judged = torch.arange(0, len(x), 12)
    for _ in range(work["epochs"]):
        epoch(model, optimiser, scaled, y, torch.randperm(len(x), device=device))
        with torch.no_grad():
            model.eval()(scaled[judged])
    with torch.no_grad():
        return model(scaled).cpu()


x = inputs().to(device)
y = torch.zeros(work["images"], work["classes"], device=device)
y[torch.arange(work["images"]), torch.randint(0, work["classes"], (work["images"],))] = 1
model = network().to(device)
optimiser = torch.optim.Adam(model.parameters(), 1e-3)


def turn():
    if work["kind"] == "run":
        whole_run(x, y)
        return
    epoch(model, optimiser, x, y, torch.randperm(work["images"], device=device))
    if device == "cuda":
        torch.cuda.synchronize()


turn()
begun = time.perf_counter()
while time.perf_counter() - begun < least:
    started = time.perf_counter()
    turn()
    seconds = time.perf_counter() - started
    print(json.dumps({"imagesPerSecond": work["images"] / seconds, "seconds": seconds}), flush=True)
print(json.dumps({"version": torch.__version__, "device": device, "threads": torch.get_num_threads()}))
