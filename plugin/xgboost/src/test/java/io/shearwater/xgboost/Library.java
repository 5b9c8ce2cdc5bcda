package io.shearwater.xgboost;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.Validity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Rows, models and answers of the native library itself, without anything of ours in between. */
final class Library {
    static final int WIDTH = 9;

    private Library() {}

    /**
     * Random rows of several kinds of columns: smooth, skewed, few values, nearly empty, and categories 0 to 11 in the last
     * two columns. One value in six is missing.
     */
    static float[] rows(int count, long seed) {
        Random random = new Random(seed);
        float[] rows = new float[count * WIDTH];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = switch (i % WIDTH) {
                case 0, 1, 2 -> random.nextFloat();
                case 3 -> (float) Math.exp(4 * random.nextGaussian());
                case 4 -> random.nextInt(5);
                case 5 -> random.nextInt(20) == 0 ? 1 : Float.NaN;
                case 6 -> -1000 + 2000 * random.nextFloat();
                default -> random.nextInt(12);
            };
            if (random.nextInt(6) == 0) {
                rows[i] = Float.NaN;
            }
        }
        return rows;
    }

    /** Rows among which there are infinite, huge, tiny and negative values, also in the columns of categories. */
    static float[] oddRows(int count, long seed) {
        float[] odd = {
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.MIN_VALUE,
            -0.0f,
            0.0f,
            3.5f,
            100f,
            16777216f,
            1e20f,
            -1f,
            -0.25f,
            31f,
            32f
        };
        Random random = new Random(seed);
        float[] rows = rows(count, seed);
        for (int i = 0; i < rows.length; i++) {
            if (random.nextInt(3) == 0) {
                rows[i] = odd[random.nextInt(odd.length)];
            }
        }
        return rows;
    }

    /** A number for each row that depends on its values, also on which are missing. */
    static float[] numbers(float[] rows, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[rows.length / WIDTH];
        for (int row = 0; row < numbers.length; row++) {
            int at = row * WIDTH;
            double sum = or(rows[at], 0.3f) * or(rows[at + 1], 0.8f) * 4
                    + (Float.isNaN(rows[at + 2]) ? 2 : 0)
                    + Math.log1p(or(rows[at + 3], 1))
                    + or(rows[at + 4], 0) / 3
                    + (or(rows[at + 7], 0) % 3 == 1 ? 1.5 : 0)
                    + (or(rows[at + 8], 4) % 5) / 4;
            numbers[row] = (float) (sum + 0.2 * random.nextGaussian());
        }
        return numbers;
    }

    private static float or(float value, float otherwise) {
        return Float.isNaN(value) ? otherwise : value;
    }

    static DMatrix matrix(float[] rows, float[] labels) throws XGBoostError {
        DMatrix matrix = new DMatrix(rows, rows.length / WIDTH, WIDTH, Float.NaN);
        matrix.setLabel(labels);
        return matrix;
    }

    /** A model of the library of so many rounds. */
    static Booster train(DMatrix rows, Map<String, String> parameters, int rounds) throws XGBoostError {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("verbosity", "0", "nthread", "1", "seed", "11"));
        all.putAll(parameters);
        return XGBoost.train(rows, all, rounds, Map.of(), null, null);
    }

    static XgboostModel load(byte[] file) {
        return XgboostModel.of(XgboostRuntime.read(file, "model"));
    }

    static float[] margins(XgboostModel model, float[] rows) {
        int count = rows.length / model.features();
        float[] margins = new float[count * model.outputs()];
        for (int i = 0; i < margins.length; i++) {
            margins[i] = model.base()[i % model.outputs()];
        }
        model.ensemble().addTo(rows, count, margins);
        return margins;
    }

    static float[] scores(XgboostModel model, float[] rows) {
        float[] scores = margins(model, rows);
        for (int at = 0; at < scores.length; at += model.outputs()) {
            model.objective().link().apply(scores, at, at + model.outputs());
        }
        return scores;
    }

    static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * rows[row].length, rows[row].length);
        }
        return flat;
    }

    static Schema schema() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < WIDTH; i++) {
            fields.add(new Field("f" + i, DataType.FLOAT));
        }
        return Schema.of(fields);
    }

    static Frame frame(float[] rows) {
        int count = rows.length / WIDTH;
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < WIDTH; c++) {
            float[] values = new float[count];
            for (int row = 0; row < count; row++) {
                values[row] = rows[row * WIDTH + c];
            }
            columns.add(new Column.Floats(values, count, Validity.ALL));
        }
        return new Frame(schema(), columns, count);
    }
}
