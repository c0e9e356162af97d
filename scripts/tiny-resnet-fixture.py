"""Writes core/spml/backbones/fixtures/tiny-resnet.safetensors: what PyTorch makes of the tiny ResNet.

Run it with Python 3.11 and torch, torchvision, safetensors (made once with torch 2.15, torchvision 0.29):
    python scripts/tiny-resnet-fixture.py
"""

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn
from torchvision.models.resnet import BasicBlock

FILE = Path(__file__).parent.parent / 'core/spml/backbones/fixtures/tiny-resnet.safetensors'
IMAGES, SIDE, TARGETS = 4, 32, 3
# Of large tensors every eighth number is kept.
EACH = 8
STEPS, RATE = 3, 0.05
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


class TinyResNet(nn.Module):
    """torchvision's ResNet with one basic block in each of three parts, 16, 32 and 64 wide."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = nn.Sequential(BasicBlock(16, 16))
        self.layer2 = nn.Sequential(block(16, 32))
        self.layer3 = nn.Sequential(block(32, 64))

    def forward(self, pixels):
        """[B, 64, h, w] of bytes [B, side, side, 3]."""
        x = (pixels.permute(0, 3, 1, 2).float() / 255 - MEAN) / DEVIATION
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        return self.layer3(self.layer2(self.layer1(x)))


def block(inputs, outputs):
    downsample = nn.Sequential(
        nn.Conv2d(inputs, outputs, 1, stride=2, bias=False), nn.BatchNorm2d(outputs)
    )
    return BasicBlock(inputs, outputs, stride=2, downsample=downsample)


def main():
    torch.manual_seed(1200)
    network = TinyResNet()
    draw(network)
    stored = {name: value.half() for name, value in network.state_dict().items()}
    network.load_state_dict({name: value.float() for name, value in stored.items()})
    pixels = torch.randint(0, 256, (IMAGES, SIDE, SIDE, 3), dtype=torch.uint8)
    head = torch.randn(64, TARGETS) / 8
    wanted = torch.randn(IMAGES, TARGETS)
    found = {'pixels': pixels, 'head': head, 'wanted': wanted}

    with torch.no_grad():
        found['map/inference'] = channels_last(network.eval()(pixels))
    network.train()
    losses = []
    for step in range(STEPS):
        network.zero_grad()
        features = network(pixels)
        loss = ((features.mean((2, 3)) @ head - wanted) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            found['map/training'] = channels_last(features.detach())
            for name, value in network.named_parameters():
                found[f'gradient/{name}'] = some(value.grad)
        with torch.no_grad():
            for value in network.parameters():
                value -= RATE * value.grad
    found['losses'] = torch.tensor(losses)
    for name, value in network.state_dict().items():
        if 'running' in name:
            found[f'after/{name}'] = value.clone()
    stored = {name: value for name, value in stored.items() if 'num_batches' not in name}
    for name, value in stored.items():
        found[f'weights/{name}'] = value
    FILE.parent.mkdir(exist_ok=True)
    save_file({name: value.contiguous() for name, value in found.items()}, FILE)


def draw(network):
    """Scales, shifts and statistics that differ, so that none can take another's place."""
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode='fan_out', nonlinearity='relu')
            if isinstance(module, nn.BatchNorm2d):
                module.weight.uniform_(0.7, 1.3)
                module.bias.normal_(0, 0.1)
                module.running_mean.normal_(0, 0.1)
                module.running_var.uniform_(0.7, 1.3)


def some(values):
    return values.flatten()[::EACH].clone()


def channels_last(features):
    return features.permute(0, 2, 3, 1).contiguous()


main()
