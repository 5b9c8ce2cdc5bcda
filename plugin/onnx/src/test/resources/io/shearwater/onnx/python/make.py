# Makes the files beside this one, with Debian's python3-onnx 1.12: a small network as a Python program writes it, and what it gives.
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

rng = np.random.default_rng(7)
hidden = rng.normal(size=(3, 4)).astype(np.float32)
bias = rng.normal(size=4).astype(np.float32)
out = rng.normal(size=(4, 1)).astype(np.float32)
graph = helper.make_graph(
    [
        helper.make_node("Gemm", ["features", "hidden", "bias"], ["sums"]),
        helper.make_node("Relu", ["sums"], ["activated"]),
        helper.make_node("MatMul", ["activated", "out"], ["margin"]),
        helper.make_node("Sigmoid", ["margin"], ["probability"]),
    ],
    "network",
    [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, 3])],
    [helper.make_tensor_value_info("probability", TensorProto.FLOAT, [None, 1])],
    [numpy_helper.from_array(values, name) for values, name in [(hidden, "hidden"), (bias, "bias"), (out, "out")]],
)
model = helper.make_model(graph, producer_name="make.py", opset_imports=[helper.make_opsetid("", 13)])
onnx.checker.check_model(model)
onnx.save(model, "network.onnx")

x = rng.normal(size=(20, 3)).astype(np.float32)
wide = np.maximum(x.astype(float) @ hidden.astype(float) + bias, 0) @ out.astype(float)
probability = 1 / (1 + np.exp(-wide[:, 0]))
with open("predicted.csv", "w") as file:
    print("a", "b", "c", "probability", sep=",", file=file)
    for row, value in zip(x, probability):
        print(*(repr(float(number)) for number in row), repr(float(value)), sep=",", file=file)
