"""LIBLINEAR's own library, called through ctypes, so that neither reading its text format nor starting a process is timed."""
import ctypes
import ctypes.util

import numpy as np

from serving import kept, median_seconds, serve


class Problem(ctypes.Structure):
    _fields_ = [("rows", ctypes.c_int), ("inputs", ctypes.c_int), ("targets", ctypes.c_void_p), ("nodes", ctypes.c_void_p),
                ("bias", ctypes.c_double)]


class Parameter(ctypes.Structure):
    # Fields behind "p" differ between versions; all of them may be 0.
    _fields_ = [("solver", ctypes.c_int), ("tolerance", ctypes.c_double), ("c", ctypes.c_double), ("weights", ctypes.c_int),
                ("labels", ctypes.c_void_p), ("label_weights", ctypes.c_void_p), ("p", ctypes.c_double),
                ("rest", ctypes.c_double * 4)]


library = ctypes.CDLL(ctypes.util.find_library("linear"))
library.train.restype = ctypes.c_void_p
library.get_decfun_coef.restype = ctypes.c_double
library.get_decfun_coef.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
library.free_and_destroy_model.argtypes = [ctypes.c_void_p]
SILENT = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(lambda text: None)
library.set_print_string_function(SILENT)


def load(request):
    def read():
        inputs = request["inputs"]
        x = np.fromfile(request["x"], np.float32).reshape(-1, inputs)
        y = np.fromfile(request["y"], np.float32).astype(np.float64) * 2 - 1
        # Of the labels -1 and 1 the weights are those of 1, whichever comes first. A row is a list of (index, value), the last with index -1.
        nodes = np.zeros((len(x), inputs + 1), np.dtype([("index", np.int32), ("value", np.float64)], align=True))
        nodes["index"][:, :inputs] = np.arange(1, inputs + 1)
        nodes["index"][:, inputs] = -1
        nodes["value"][:, :inputs] = x
        pointers = nodes.ctypes.data + np.arange(len(x), dtype=np.uint64) * np.uint64(nodes.strides[0])
        problem = Problem(len(x), inputs, y.ctypes.data, pointers.ctypes.data, -1)
        return problem, (nodes, y, pointers)

    return kept(request["x"], read)


def optimum(request):
    problem, _ = load(request)
    parameter = Parameter(solver=0, tolerance=request["tolerance"], c=1, p=0.1)

    def train():
        model = library.train(ctypes.byref(problem), ctypes.byref(parameter))
        w = [library.get_decfun_coef(model, i + 1, 0) for i in range(request["inputs"])]
        library.free_and_destroy_model(ctypes.byref(ctypes.c_void_p(model)))
        return w

    seconds, w = median_seconds(train, least=1, budget=0)
    return {"seconds": seconds, "weights": w, "bias": [0.0]}


serve("LIBLINEAR " + str(ctypes.c_int.in_dll(library, "liblinear_version").value / 100), {"optimum": optimum})
