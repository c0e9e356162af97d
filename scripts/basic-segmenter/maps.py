"""What the backbone says of a photograph, and the neck that makes it small.

The neck is a projection on principal components of the backbone's maps (square roots of them: a few
very large values would count for all), each channel standardised over its picture. It is learned from
photographs without any labels.
"""
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 512
STEP = 32
# Map of the backbone -> name and channels after the neck.
NECK = {
    "map4": ("f4", 16),
    "map8": ("f8", 32),
    "map16": ("f16", 32),
    "feature_map": ("f32", 32),
}


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options)


def grid_of(width, height):
    fit = lambda length: max(STEP, STEP * round(length * LONGEST / max(width, height) / STEP))
    return fit(width), fit(height)


def backbone_maps(backbone, photo):
    """Maps by name, and the pixels [height, width, 3] of the grid that they belong to."""
    small = photo.resize(grid_of(*photo.size), Image.BILINEAR)
    pixels = (np.asarray(small, np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    return dict(zip(NECK, backbone.run(list(NECK), {"pixels": pixels}))), np.asarray(small)


def learn_neck(backbone, photos):
    """Projections [channels, channels of the map] by map."""
    sums = {name: 0 for name in NECK}
    counts = {name: 0 for name in NECK}
    for path in photos:
        maps, _ = backbone_maps(backbone, Image.open(path).convert("RGB"))
        for name, values in maps.items():
            rows = np.sqrt(values[0].reshape(values.shape[1], -1).T.astype(np.float64))
            rows -= rows.mean(0)
            sums[name] = sums[name] + rows.T @ rows
            counts[name] += len(rows)
    projections = {}
    for name, (_, channels) in NECK.items():
        covariance = sums[name] / counts[name]
        spread = np.sqrt(np.diag(covariance)) + 1e-6
        _, vectors = np.linalg.eigh(covariance / np.outer(spread, spread))
        projections[name] = (vectors[:, ::-1][:, :channels] / spread[:, None]).T.astype(np.float32)
    return projections


def write_neck(projections, path):
    nodes, inputs, outputs, weights = [], [], [], []
    for name, (out, channels) in NECK.items():
        matrix = projections[name].astype(np.float16)[:, :, None, None]
        weights += [
            numpy_helper.from_array(matrix, f"w_{out}h"),
            numpy_helper.from_array(np.ones(channels, np.float32), f"s_{out}"),
            numpy_helper.from_array(np.zeros(channels, np.float32), f"b_{out}"),
        ]
        nodes += [
            helper.make_node("Cast", [f"w_{out}h"], [f"w_{out}"], to=TensorProto.FLOAT),
            helper.make_node("Sqrt", [name], [f"q_{out}"]),
            helper.make_node("Conv", [f"q_{out}", f"w_{out}"], [f"c_{out}"], kernel_shape=[1, 1]),
            helper.make_node(
                "InstanceNormalization", [f"c_{out}", f"s_{out}", f"b_{out}"], [out], epsilon=1e-3
            ),
        ]
        size = [f"h{out}", f"w{out}"]
        shape = lambda count: ["n", count, *size]
        inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape(matrix.shape[1])))
        outputs.append(helper.make_tensor_value_info(out, TensorProto.FLOAT, shape(channels)))
    graph = helper.make_graph(nodes, "neck", inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
