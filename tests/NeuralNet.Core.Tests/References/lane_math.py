"""Reference values for LaneMath, from Python's decimal module at 50 digits: python3 lane_math.py > lane_math.csv

Each line: type, function, x, value, rest. x is exact in its type; value is the function at x rounded to the type, and rest
is what the rounding left off, in units of value's last place, so that an error can be told to fractions of a unit.
"""
import math
import random
import struct
from decimal import Decimal, Overflow, getcontext

getcontext().prec = 50
getcontext().Emax = 10 ** 9
getcontext().Emin = -10 ** 9
getcontext().traps[Overflow] = False

ONE = Decimal(1)

# Where LaneMath is furthest off in float, found by trying every float.
WORST = {
    "exp": [-26.730072, 26.730072],
    "sigmoid": [-1.1041657, 7.859211],
    "tanh": [0.55693763, -0.55693763],
    "log": [1.4054595, 0.70129955],
    "log1p": [0.4162914],
    "softplus": [0.005985945, -0.79369766],
}


def exp(x):
    return x.exp()


def sigmoid(x):
    return ONE / (ONE + (-x).exp())


def tanh(x):
    if abs(x) < Decimal("1e-10"):
        return x - x ** 3 / 3 + 2 * x ** 5 / 15
    power = (-2 * abs(x)).exp()
    return (ONE - power) / (ONE + power) * (1 if x > 0 else -1)


def log(x):
    return x.ln()


def log1p(x):
    if x < Decimal("1e-14"):
        return x - x ** 2 / 2 + x ** 3 / 3 - x ** 4 / 4
    return (ONE + x).ln()


def softplus(x):
    return log1p(x.exp()) if x < 0 else x + log1p((-x).exp())


class Type:
    def __init__(self, name, digits, least, huge, overflow, subnormal, underflow):
        self.name, self.digits, self.least, self.huge = name, digits, least, huge
        self.overflow, self.subnormal, self.underflow = overflow, subnormal, underflow

    def round(self, value):
        if self.name == "double":
            return value
        try:
            return struct.unpack("<f", struct.pack("<f", value))[0]
        except OverflowError:
            return math.copysign(math.inf, value)

    def text(self, value):
        return repr(value) if self.name == "double" else "%.9g" % value

    def unit(self, value):
        return Decimal(2) ** max(math.frexp(value)[1] - self.digits, self.least)

    def next(self, value, steps):
        """The number so many steps above a positive one."""
        kind = "<q" if self.name == "double" else "<i"
        real = "<d" if self.name == "double" else "<f"
        return struct.unpack(real, struct.pack(kind, struct.unpack(kind, struct.pack(real, value))[0] + steps))[0]


DOUBLE = Type("double", 53, -1074, 1.7976931348623157e308, 709.78271289338397, -708.39641853226408, -745.13321910194122)
SINGLE = Type("float", 24, -149, 3.4028234663852886e38, 88.7228394, -87.3365479, -103.972084)


def spread(generator, low, high, count):
    return [generator.uniform(low, high) for _ in range(count)]


def powers(generator, low, high, count):
    """Numbers whose logarithms are spread evenly over the exponents."""
    return [math.ldexp(generator.uniform(1, 2), generator.randrange(low, high)) for _ in range(count)]


def around(kind, value, steps):
    sign = math.copysign(1, value)
    value = abs(kind.round(value))
    return [sign * kind.next(value, step) for step in range(-steps, steps + 1)]


def points(kind, function, generator):
    tiny = powers(generator, kind.least, -kind.digits, 30) + powers(generator, -kind.digits, 0, 40)
    both = tiny + [-x for x in tiny]
    end = kind.overflow if function == "exp" else kind.digits + 5.0
    if function in ("exp", "sigmoid", "softplus"):
        ends = around(kind, kind.underflow, 3) + around(kind, kind.subnormal, 3) + around(kind, end, 3)
        result = both + ends + spread(generator, kind.underflow, kind.subnormal, 20)
        result += spread(generator, kind.subnormal, end, 90) + spread(generator, -2, 2, 60)
    elif function == "tanh":
        result = both + spread(generator, -2, 2, 80) + spread(generator, -kind.digits / 2, kind.digits / 2, 60)
        result += around(kind, 25.0, 3) + around(kind, math.log(2) / 4, 3) + around(kind, 0.55, 5)
    elif function == "log":
        most = math.frexp(kind.huge)[1]
        result = tiny + spread(generator, 0.5, 2, 100) + powers(generator, 0, most, 60) + [kind.huge, kind.huge * 0.5]
        result += around(kind, 1.0, 5) + around(kind, math.sqrt(2), 5) + around(kind, math.sqrt(0.5), 5)
        result += around(kind, 2.0 ** -64, 3) + around(kind, math.ldexp(math.sqrt(2), most - 1), 3)
        least_normal = math.ldexp(1, kind.least + kind.digits - 1)
        result += around(kind, least_normal, 3) + [math.ldexp(step, kind.least) for step in range(1, 8)]
        result.remove(1.0)
    else:
        most = math.frexp(kind.huge)[1]
        result = tiny + spread(generator, 0, 2, 80) + powers(generator, 0, kind.digits + 3, 50)
        result += powers(generator, kind.digits + 3, most, 30) + [kind.huge, kind.huge * 0.75, kind.huge * 0.5]
        result += around(kind, math.sqrt(2) - 1, 5) + around(kind, math.sqrt(2) * 2 - 1, 5)
        result += around(kind, math.ldexp(math.sqrt(2), most - 1), 3)
    if function in ("sigmoid", "tanh", "softplus"):
        result += [1e4, -1e4, kind.huge, -kind.huge]
    result += WORST[function]
    return sorted({kind.round(x) for x in result if x != 0})


def main():
    print("type,function,x,value,rest")
    for kind in (SINGLE, DOUBLE):
        for function in (exp, sigmoid, tanh, log, log1p, softplus):
            generator = random.Random(function.__name__)
            for x in points(kind, function.__name__, generator):
                exact = function(Decimal(x))
                value = kind.round(float(exact))
                rest = Decimal(0) if math.isinf(value) else (exact - Decimal(value)) / kind.unit(value)
                print(f"{kind.name},{function.__name__},{kind.text(x)},{kind.text(value)},{rest:.5f}")


if __name__ == "__main__":
    main()
