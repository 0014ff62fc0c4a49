"""Hashes, hashed features and hashed texts by scikit-learn 1.2.1: python3 hashing.py > hashing.json

Each line is a JSON object; "kind" says which. Rows are lists of columns and of values. The first line has all words, events, names and texts.
- murmur: murmurhash3_32(word, seed) of each word, signed and unsigned.
- features: FeatureHasher of events, lists of [name, text or number], or of lists of names.
- characters: the first and last of each range of code points that are word characters for Python's re (Unicode 14), that are others, and
  white spaces.
- texts: HashingVectorizer of texts with the options given; alternate_sign is False unless given.

The texts have neither a capital sigma nor U+0130: Python's lower() changes those by their place and to two characters.
"""

import json
import re
import unicodedata

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.utils import murmurhash3_32

WORDS = ["", "a", "ab", "abc", "abcd", "abcde", "hello", "Hello, world!", "naïve", "Zürich", "straße", "日本語", "смысл", "\U0001f600",
         "\U00010428\U00010400", "e\u0301", "\u0000", "x" * 169, "y" * 170, "ä" * 300, "country=CH", "price",
         "The quick brown fox jumps over the lazy dog"]

EVENTS = [
    [["country", "CH"], ["hour", "13"], ["price", 3.5], ["clicks", 2]],
    [["country", "DE"], ["price", 0], ["price", -0.25], ["empty", ""], ["größe", 1e-3]],
    [["word", w] for w in WORDS],
    [[f"feature {i}", (i - 20) / 8] for i in range(60)],
    [["same", 0.5], ["other", 1], ["same", 0.25], ["same", -2]],
    [],
]

NAMES = [["one", "two", "one"], WORDS, [], [f"name{i}" for i in range(100)]]

TEXTS = [
    "The quick brown fox jumps over the lazy dog.",
    "the the THE cat; a cat, I say",
    "",
    " \t\n ",
    "a b c",
    "snake_case and_ _x __ x1 2nd 3",
    "Größe, ÉCOLE naïve e\u0301cole ﬁn",
    "смысл ЖИЗНИ и ещё",
    "αλφα ΒΗΤΑ λόγος",
    "日本語のテキスト 中文 한국어",
    "हिन्दी पाठ العربية עברית",
    "x² ½ Ⅷ ٣٤ ①② 10⁶",
    "\U0001f600\U0001f600 smile \U00010400\U00010401\U00010428 \U0001d7d8\U0001d7d9",
    "two  spaces\u00a0\u00a0no-break\u3000ideographic\u001c\u001dseparators\u2028line\r\nend",
    "don't stop-words e-mail@example.org http://x.y/?a=1&b=22",
    "  leading and trailing  ",
    " ".join(f"word{i * i % 37}" for i in range(120)),
]

OPTIONS = [
    {},
    {"n_features": 16},
    {"n_features": 1000, "ngram_range": [1, 2], "norm": "l1"},
    {"ngram_range": [2, 3], "norm": None},
    {"ngram_range": [1, 3], "binary": True},
    {"norm": None, "lowercase": False},
    {"alternate_sign": True, "n_features": 32, "ngram_range": [1, 2]},
    {"alternate_sign": True, "n_features": 32, "ngram_range": [1, 2], "norm": "l1"},
    {"token_pattern": r"(?u)\b\w+\b", "norm": None, "n_features": 4096},
    {"token_pattern": r"(?u)\b\w{4,}\b", "norm": None, "n_features": 4096, "ngram_range": [1, 2]},
    {"analyzer": "char", "ngram_range": [1, 3]},
    {"analyzer": "char", "ngram_range": [2, 5], "norm": None, "n_features": 65536},
    {"analyzer": "char_wb", "ngram_range": [2, 4]},
    {"analyzer": "char_wb", "ngram_range": [5, 7], "norm": None, "n_features": 777},
]


def number(value):
    """The shortest number with these bits in its own type."""
    return float(str(value))


def rows(matrix):
    return [[matrix.indices[a:b].tolist(), [number(v) for v in matrix.data[a:b]]] for a, b in zip(matrix.indptr, matrix.indptr[1:])]


def write(kind, **line):
    print(json.dumps({"kind": kind, **line}))


write("data", words=WORDS, events=EVENTS, names=NAMES, texts=TEXTS)



def ranges(is_in):
    """First and last, one after the other."""
    found = []
    for code in range(0x110000):
        if not 0xD800 <= code < 0xE000 and is_in(chr(code)):
            if found and found[-1] == code - 1:
                found[-1] = code
            else:
                found += [code, code]
    return found


write(
    "characters",
    word=ranges(lambda c: re.match(r"\w", c)),
    other=ranges(lambda c: not re.match(r"\w", c) and unicodedata.category(c) != "Cn"),
    space=ranges(lambda c: re.match(r"\s", c)),
)

for seed in [0, 1, 42, 0x9747B28C]:
    write("murmur", seed=seed, signed=[int(murmurhash3_32(word, seed)) for word in WORDS], unsigned=[int(murmurhash3_32(word, seed, positive=True)) for word in WORDS])

for dtype in ["float32", "float64"]:
    for columns in [2**20, 16, 7, 1000, 2**31 - 1]:
        for sign in [False, True]:
            common = {"n_features": columns, "alternate_sign": sign, "dtype": getattr(np, dtype)}
            line = {"type": dtype, "inputs": columns, "alternate_sign": sign}
            write("features", **line, of="events", rows=rows(FeatureHasher(input_type="pair", **common).transform(EVENTS)))
            write("features", **line, of="names", rows=rows(FeatureHasher(input_type="string", **common).transform(NAMES)))

for dtype in ["float32", "float64"]:
    for options in OPTIONS:
        arguments = {"alternate_sign": False, **options}
        if "ngram_range" in arguments:
            arguments["ngram_range"] = tuple(arguments["ngram_range"])
        matrix = HashingVectorizer(dtype=getattr(np, dtype), **arguments).transform(TEXTS)
        matrix.sum_duplicates()
        write("texts", type=dtype, options=options, rows=rows(matrix))
