"""Makes the values that the built-in transformations are compared with: rows.tsv, expected.tsv and tokens.tsv beside this file.

Needs numpy, scipy, scikit-learn, mpmath and tokenizers; made with 2.4.6, 1.17.1, 1.9.1, 1.3.0 and 0.23.2. Run without arguments.
"""

import datetime
import pathlib
import zoneinfo

import mpmath
import numpy as np
from sklearn import preprocessing
from tokenizers import BertWordPieceTokenizer

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20260101)
N = 60

amount = np.round(rng.lognormal(3, 1.2, N), 2)
balance = np.round(rng.normal(50, 400, N) ** 3 / 1e5, 3)
rounded = np.round(rng.normal(0, 2, N))
gaps = [None if rng.random() < 0.25 else float(v) for v in np.round(rng.normal(10, 3, N))]
category = rng.choice(["food", "travel", "rent", "Ämter", "other things"], N, p=[0.4, 0.3, 0.15, 0.1, 0.05])
label = np.round(rng.normal(5, 2, N), 3)
fraud = (rng.random(N) < 0.3).astype(int)
hashes = rng.integers(-(2**63), 2**63 - 1, N)
# From 1970 on: before, distributions of the time zone database differ.
seconds = rng.integers(0, 3_000_000_000, N)

rows = [
    [amount[i], balance[i], rounded[i], "" if gaps[i] is None else gaps[i], category[i], label[i], fraud[i], hashes[i], seconds[i]]
    for i in range(N)
]
names = ["amount", "balance", "rounded", "gaps", "category", "label", "fraud", "hash", "seconds"]
out = ["\t".join(names)]
out += ["\t".join(str(v) if not isinstance(v, float) else repr(float(v)) for v in row) for row in rows]
(HERE / "rows.tsv").write_text("\n".join(out) + "\n", encoding="utf-8")

expected = {}


def put(name, *columns):
    for number, column in enumerate(columns):
        expected[f"{name}.{number}"] = [float(v) for v in np.asarray(column, dtype=float)]


def fitted(transformer, column):
    return transformer.fit_transform(np.asarray(column, dtype=float).reshape(-1, 1))[:, 0]


# ---- numbers
put("min_max", fitted(preprocessing.MinMaxScaler(), amount))
put("min_max_range", fitted(preprocessing.MinMaxScaler((-1, 3)), balance))
put("standard", fitted(preprocessing.StandardScaler(), balance))
put("robust", fitted(preprocessing.RobustScaler(), balance))
put("robust_range", fitted(preprocessing.RobustScaler(quantile_range=(10, 95)), balance))
put("max_abs", fitted(preprocessing.MaxAbsScaler(), balance))
for norm in ("l1", "l2", "max"):
    put(f"normalize_{norm}", *preprocessing.normalize(np.column_stack([amount, balance, rounded]), norm).T)
put("log", np.log(amount))
put("log10", np.log10(amount))
put("log1p", np.log1p(amount))
put("reciprocal", 1 / amount)
put("exponential", 2 * np.exp(0.5 * rounded))
put("clip", np.clip(balance, -20, 30))
put("winsorize", np.clip(balance, *np.quantile(balance, [0.05, 0.9])))
put("quantile_uniform", fitted(preprocessing.QuantileTransformer(n_quantiles=1000), amount))
put("quantile_ties", fitted(preprocessing.QuantileTransformer(n_quantiles=11), rounded))
put("quantile_normal", fitted(preprocessing.QuantileTransformer(n_quantiles=25, output_distribution="normal"), balance))
bins = preprocessing.KBinsDiscretizer(7, encode="ordinal", strategy="uniform")
put("bins_uniform", fitted(bins, balance))
bins = preprocessing.KBinsDiscretizer(7, encode="ordinal", strategy="quantile", quantile_method="linear")
put("bins_quantile", fitted(bins, amount))
put("bins_ties", fitted(bins, rounded))
put("bins_edges", np.digitize(rounded, [-1, 0, 2.5]))

# ---- powers: the root of the derivative of the likelihood, with 40 digits; scikit-learn stops at 8
mpmath.mp.dps = 40


def power(family, x, m):
    x = mpmath.mpf(float(x))
    if family == "box_cox":
        return mpmath.log(x) if m == 0 else (x**m - 1) / m
    if x >= 0:
        return mpmath.log1p(x) if m == 0 else ((x + 1) ** m - 1) / m
    return -mpmath.log1p(-x) if m == 2 else -((1 - x) ** (2 - m) - 1) / (2 - m)


def likelihood(family, xs, m):
    ys = [power(family, x, m) for x in xs]
    mean = mpmath.fsum(ys) / len(ys)
    variance = mpmath.fsum((y - mean) ** 2 for y in ys) / len(ys)
    if family == "box_cox":
        slope = mpmath.fsum(mpmath.log(mpmath.mpf(float(x))) for x in xs)
    else:
        slope = mpmath.fsum(mpmath.sign(float(x)) * mpmath.log1p(abs(mpmath.mpf(float(x)))) for x in xs)
    return -len(ys) * mpmath.log(variance) / 2 + (m - 1) * slope


def powers(name, family, xs):
    method = family.replace("_", "-")
    guess = preprocessing.PowerTransformer(method).fit(np.asarray(xs).reshape(-1, 1)).lambdas_[0]
    best = mpmath.findroot(lambda m: mpmath.diff(lambda k: likelihood(family, xs, k), m), guess)
    assert abs(best - guess) < 1e-5, (best, guess)
    ys = np.array([float(power(family, x, best)) for x in xs])
    put(name, ys)
    put(name + "_standardized", (ys - ys.mean()) / ys.std())
    put(name + "_lambda", [float(best)])


powers("box_cox", "box_cox", amount)
powers("yeo_johnson", "yeo_johnson", balance)

# ---- categories
one_hot = preprocessing.OneHotEncoder(sparse_output=False)
put("one_hot", *one_hot.fit_transform(category.reshape(-1, 1)).T)
put("label", preprocessing.LabelEncoder().fit_transform(category))
order = ["rent", "food", "other things", "travel", "Ämter"]
put("ordinal", preprocessing.OrdinalEncoder(categories=[order]).fit_transform(category.reshape(-1, 1))[:, 0])
put("frequency", [np.mean(category == c) for c in category])
target = preprocessing.TargetEncoder(smooth=10.0, target_type="continuous")
put("target", target.fit(category.reshape(-1, 1), label).transform(category.reshape(-1, 1))[:, 0])
target = preprocessing.TargetEncoder(smooth=2.5, target_type="binary")
put("target_binary", target.fit(category.reshape(-1, 1), fraud).transform(category.reshape(-1, 1))[:, 0])


def fold(value):
    mask = 2**64 - 1
    x = (int(value) + 0x9E3779B97F4A7C15) & mask
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & mask
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & mask
    return (x ^ (x >> 31)) % 5


folds = np.array([fold(int(h) & (2**64 - 1)) for h in hashes])
out_of_fold = np.zeros(N)
for f in range(5):
    target = preprocessing.TargetEncoder(smooth=10.0, target_type="continuous")
    target.fit(category[folds != f].reshape(-1, 1), label[folds != f])
    out_of_fold[folds == f] = target.transform(category[folds == f].reshape(-1, 1))[:, 0]
put("target_out_of_fold", out_of_fold)

# ---- missing values, outliers
known = np.array([v for v in gaps if v is not None])
values, counts = np.unique(known, return_counts=True)
for name, fill in (("mean", known.mean()), ("median", np.median(known)), ("mode", values[counts.argmax()])):
    put(f"impute_{name}", [fill if v is None else v for v in gaps], [1 if v is None else 0 for v in gaps])
put("z_score", np.abs((balance - balance.mean()) / balance.std()) <= 1.5)
q1, q3 = np.quantile(balance, [0.25, 0.75])
put("iqr", (balance >= q1 - 1.5 * (q3 - q1)) & (balance <= q3 + 1.5 * (q3 - q1)))
low, high = np.quantile(balance, [0.02, 0.97])
put("quantile_outliers", (balance >= low) & (balance <= high))

# ---- time
utc = [datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=int(s)) for s in seconds]
stockholm = [t.astimezone(zoneinfo.ZoneInfo("Europe/Stockholm")) for t in utc]


def cycle(name, positions):
    angles = 2 * np.pi * np.array(positions)
    put(name, np.sin(angles), np.cos(angles))


def length_of_month(t):
    return ((t.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)).day


cycle("hour_of_day", [t.hour / 24 for t in stockholm])
cycle("time_of_day", [(t.hour * 3600 + t.minute * 60 + t.second) / 86400 for t in utc])
cycle("day_of_week", [t.weekday() / 7 for t in stockholm])
cycle("day_of_month", [(t.day - 1) / length_of_month(t) for t in utc])
cycle("day_of_year", [(t.timetuple().tm_yday - 1) / (366 if t.year % 4 == 0 and (t.year % 100 != 0 or t.year % 400 == 0) else 365) for t in utc])
cycle("month", [(t.month - 1) / 12 for t in utc])

lines = ["\t".join([name] + [repr(v) for v in column]) for name, column in expected.items()]
(HERE / "expected.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")

# ---- tokens
vocabulary = (
    "[PAD] [UNK] [CLS] [SEP] the The quick un ##want ##ed runn ##ing , . ! ' ## low ##er ##est cafe café naive 東 京 a ##a ##b b 1 ##2 ##3 "
    "$ - é ##é 𠀀 straße strasse ss ##s s ##t x @"
).split()
texts = [
    "",
    "   ",
    "the quick",
    "UNwanted running, The lowest!",
    "unwanted\trunning\nlower",
    "café naïve CAFÉ",
    "東京a",
    "ab aab abc bb 123 12x",
    "it's $12.3 - done",
    "x" * 101 + " a",
    "a" * 100,
    "a\u0000b a\ufffdb a\u200bb",
    "e\u0301 é",
    "𠀀a𠀀",
    "straße STRASSE",
    "the\u00a0quick\u2003the",
    "“the” … a—b",
    "x@x.x",
]
cased = BertWordPieceTokenizer({t: i for i, t in enumerate(vocabulary)}, lowercase=False, strip_accents=False, unk_token="[UNK]")
lower = BertWordPieceTokenizer({t: i for i, t in enumerate(vocabulary)}, lowercase=True, strip_accents=True, unk_token="[UNK]")
lines = ["\t".join(vocabulary)]
numbers = {t: i for i, t in enumerate(vocabulary)}
for text in texts:
    points = " ".join(f"{ord(c):x}" for c in text)
    for name, ids in (
        ("words", [numbers.get(w, 1) for w in text.split()]),
        ("word_pieces", cased.encode(text, add_special_tokens=False).ids),
        ("lower_case_word_pieces", lower.encode(text, add_special_tokens=False).ids),
    ):
        lines.append("\t".join([name, points, " ".join(map(str, ids))]))
(HERE / "tokens.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
