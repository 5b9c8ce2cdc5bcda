package io.shearwater.xgboost;

import io.shearwater.learning.ModelSignature;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** A small model of the library: two numbers and two categories, eight trees. */
final class SmallModels {
    static final ModelSignature SIGNATURE = ModelSignature.binary(
            Schema.of(
                    new Field("a", DataType.DOUBLE),
                    new Field("b", DataType.DOUBLE),
                    new Field("c", DataType.DOUBLE),
                    new Field("d", DataType.DOUBLE)),
            "fraud",
            "no",
            "yes");

    private SmallModels() {}

    static byte[] file(String form) {
        int count = 400;
        float[] rows = new float[count * 4];
        float[] labels = new float[count];
        float[] random = Library.rows(count, 8);
        for (int row = 0; row < count; row++) {
            for (int f = 0; f < 4; f++) {
                rows[row * 4 + f] =
                        f < 2 ? 2 * random[row * Library.WIDTH + f] - 1 : random[row * Library.WIDTH + 5 + f];
            }
            labels[row] = rows[row * 4] > 0 ^ rows[row * 4 + 2] % 3 == 1 ? 1 : 0;
        }
        try {
            DMatrix matrix = new DMatrix(rows, count, 4, Float.NaN);
            matrix.setLabel(labels);
            matrix.setFeatureTypes(new String[] {"q", "q", "c", "c"});
            Booster booster = Library.train(
                    matrix, Map.of("objective", "binary:logistic", "max_depth", "3", "max_cat_to_onehot", "1"), 8);
            byte[] file = booster.toByteArray(form);
            booster.dispose();
            matrix.dispose();
            return file;
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }
}
