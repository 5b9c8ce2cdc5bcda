package io.shearwater.models;

import io.shearwater.api.TrainingData.Part;
import io.shearwater.learning.Examples;
import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.FeatureSource;
import io.shearwater.model.Column;
import java.util.Optional;

/** What of a part is in memory: the label, weight and query of each row. Filled as rows come; not thread-safe. */
final class PartLabels {
    private final Doubles labels = new Doubles();
    private final Doubles weights = new Doubles();
    private final Optional<QueryColumn> queries;

    PartLabels(Optional<QueryColumn> queries) {
        this.queries = queries;
    }

    void add(Part rows, double[] values) {
        labels.add(values);
        if (rows.weights().schema().size() > 0) {
            weights.add(weights(rows.weights().column(0)));
        }
        queries.ifPresent(column -> column.add(rows));
    }

    private static double[] weights(Column column) {
        double[] weights = new double[column.size()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = FeatureRows.number(column, row);
        }
        return weights;
    }

    int rows() {
        return labels.size();
    }

    double[] labels() {
        return labels.toArray();
    }

    /** With the features of the same rows. */
    Examples with(FeatureSource features, double[] values) {
        return new Examples(
                features,
                values,
                weights.size() == 0 ? Optional.empty() : Optional.of(weights.toArray()),
                queries.map(QueryColumn::toArray));
    }
}
