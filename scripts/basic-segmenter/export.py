"""The decoder with its windows as one ONNX file; weights as float16, cast when they are loaded."""
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from model import CELLS, see

MAPS = ["f4", "f8", "f16", "f32", "rgb"]


class Whole(nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, f4, f8, f16, f32, rgb, windows, maps):
        area = (windows[:, 2] - windows[:, 0]) * (windows[:, 3] - windows[:, 1])
        return self.decoder(see([f4, f8, f16, f32, rgb], windows), maps, area)


def write_decoder(decoder, path):
    picture = [
        torch.randn(1, channels, 384 // stride, 512 // stride)
        for channels, stride in ((16, 4), (32, 8), (32, 16), (32, 32), (3, 2))
    ]
    windows = torch.tensor([[0.0, 0, 1, 1], [0.2, 0.3, 0.6, 0.7]])
    given = (*picture, windows, torch.rand(2, 8, CELLS, CELLS))
    free = {name: {2: f"h_{name}", 3: f"w_{name}"} for name in MAPS}
    free |= {name: {0: "n"} for name in ("windows", "maps", "logits", "quality")}
    torch.onnx.export(
        Whole(decoder.eval()),
        given,
        str(path),
        input_names=[*MAPS, "windows", "maps"],
        output_names=["logits", "quality"],
        dynamic_axes=free,
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(str(path))
    halve(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def halve(graph, least=64):
    casts = []
    for weight in list(graph.initializer):
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < least:
            continue
        graph.initializer.remove(weight)
        half = numpy_helper.from_array(values.astype(np.float16), f"{weight.name}_h")
        graph.initializer.append(half)
        casts.append(helper.make_node("Cast", [half.name], [weight.name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)
