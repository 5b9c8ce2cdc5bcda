package io.shearwater.xgboost;

import java.util.Optional;

/**
 * A linear model, {@code gblinear}.
 *
 * @param features how many there are
 * @param outputs how many there are
 * @param weights feature by feature, for each its outputs, and behind them the biases
 */
record LinearWeights(int features, int outputs, float[] weights) implements Ensemble, Ensemble.Contributions {
    @Override
    public void addTo(float[] rows, int count, float[] margins) {
        for (int r = 0; r < count; r++) {
            for (int output = 0; output < outputs; output++) {
                int at = r * outputs + output;
                float sum = weights[features * outputs + output] + margins[at];
                for (int f = 0; f < features; f++) {
                    float value = rows[r * features + f];
                    if (!Float.isNaN(value)) {
                        sum += value * weights[f * outputs + output];
                    }
                }
                margins[at] = sum;
            }
        }
    }

    @Override
    public Optional<Contributions> contributions() {
        return Optional.of(this);
    }

    @Override
    public void addTo(float[] rows, int count, double[] into) {
        for (int r = 0; r < count; r++) {
            for (int output = 0; output < outputs; output++) {
                int first = (r * outputs + output) * (features + 1);
                for (int f = 0; f < features; f++) {
                    float value = rows[r * features + f];
                    if (!Float.isNaN(value)) {
                        into[first + f] += (double) value * weights[f * outputs + output];
                    }
                }
                into[first + features] += weights[features * outputs + output];
            }
        }
    }
}
