"""Prints the numbers that core/tensor/devices/self-test.ts knows: those of PyTorch in float64.

Run it with Python 3.11, numpy and torch (made once with torch 2.15):
    python scripts/self-test-numbers.py
"""

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
BATCH, STEPS, RATE = 8, 5, 0.02


def train_a_little(depth: str) -> list[float]:
    rng = np.random.RandomState(1200)

    def normals(*shape: int, scale: float) -> torch.Tensor:
        drawn = np.array([rng.normal() for _ in range(int(np.prod(shape)))])
        return torch.tensor(np.float32(scale * drawn).astype(np.float64).reshape(shape))

    x = normals(BATCH, 12, 12, 4, scale=1).permute(0, 3, 1, 2)
    kernel = normals(3, 3, 4, 8, scale=0.3).requires_grad_(depth == "all")
    weights = normals(8, 3, scale=0.5).requires_grad_()
    targets = torch.tensor([float(i % 4 == 0) for i in range(BATCH * 3)]).reshape(BATCH, 3)
    adam = torch.optim.Adam([kernel, weights] if depth == "all" else [weights], lr=RATE)
    losses = []
    for _ in range(STEPS):
        maps = torch.nn.functional.conv2d(x, kernel.permute(3, 2, 0, 1), padding=1).relu()
        logits = maps.mean((2, 3)) @ weights
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets)
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
    return losses


for name in ("head", "all"):
    print(name, [round(loss, 7) for loss in train_a_little(name)])
