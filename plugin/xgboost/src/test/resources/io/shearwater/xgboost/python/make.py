# Makes the files beside this one, with Debian's python3-xgboost 1.7.4: models as Python writes them, and what Python predicts.
import numpy as np
import xgboost as xgb

rng = np.random.default_rng(7)
x = rng.normal(size=(400, 4)).astype(np.float32)
x[rng.random(x.shape) < 0.1] = np.nan
score = np.nan_to_num(x[:, 0]) - 2 * np.nan_to_num(x[:, 1]) * (np.nan_to_num(x[:, 2]) > 0)
names = ["amount", "age", "balance", "noise"]
shown = x[:40]


def train(label, file, **parameters):
    data = xgb.DMatrix(x, label, feature_names=names)
    model = xgb.train({"max_depth": 3, "seed": 1, "nthread": 1, **parameters}, data, num_boost_round=12)
    model.save_model(file)
    rows = xgb.DMatrix(shown, feature_names=names)
    return model.predict(rows), model.predict(rows, pred_contribs=True)


binary, reasons = train(score > 0, "binary.json", objective="binary:logistic")
number, _ = train(score, "number.ubj", objective="reg:squarederror")
classes, _ = train(np.digitize(score, [-1, 1]), "classes.json", objective="multi:softprob", num_class=3)
with open("predicted.csv", "w") as out:
    print(*names, "binary", "number", "low", "middle", "high", *("reason_" + name for name in names), "bias", sep=",", file=out)
    for row in range(len(shown)):
        features = ["" if np.isnan(value) else repr(float(value)) for value in shown[row]]
        rest = [binary[row], number[row], *classes[row], *reasons[row]]
        print(*features, *(repr(float(value)) for value in rest), sep=",", file=out)
