package io.shearwater.xgboost;

import io.shearwater.learning.Examples;
import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.TrainingTask;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/** What tells one training from another: all that its rounds depend on but how many there are to be. */
final class TaskDigest {
    private static final int BLOCK = 4096;

    private TaskDigest() {}

    static String of(TrainingTask task, TrainingParameters parameters) {
        // Sorted, since maps and sets of Java have another order in each process.
        String text = new TreeMap<>(parameters.library()) + "|" + parameters.metrics() + "|" + parameters.patience()
                + "|" + new TreeSet<>(parameters.categories()) + "|" + task.signature();
        CRC32C words = new CRC32C();
        words.update(text.getBytes(StandardCharsets.UTF_8));
        String validation = task.validation().map(TaskDigest::of).orElse("none");
        return Long.toHexString(words.getValue()) + "-" + of(task.train()) + "-" + validation;
    }

    private static String of(Examples rows) {
        CRC32C values = new CRC32C();
        rows.features()
                .identity()
                .ifPresentOrElse(
                        known -> values.update(known.getBytes(StandardCharsets.UTF_8)), () -> read(rows, values));
        ByteBuffer number = ByteBuffer.allocate(Double.BYTES);
        for (double label : rows.labels()) {
            values.update(number.clear().putDouble(label).flip());
        }
        if (rows.weights().isPresent()) {
            for (double weight : rows.weights().get()) {
                values.update(number.clear().putDouble(weight).flip());
            }
        }
        if (rows.queries().isPresent()) {
            for (int query : rows.queries().get()) {
                values.update(number.clear().putInt(query).flip());
            }
        }
        return rows.rows() + "-" + rows.weights().isPresent() + "-"
                + rows.queries().isPresent() + "-" + Long.toHexString(values.getValue());
    }

    private static void read(Examples rows, CRC32C values) {
        int width = rows.features().schema().size();
        float[] block = new float[BLOCK * width];
        ByteBuffer bytes = ByteBuffer.allocate(block.length * Float.BYTES);
        try (FrameReader reader = rows.features().read().inPieces(BLOCK)) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                int count = next.get().rows();
                FeatureRows.copy(next.get(), 0, count, block);
                bytes.clear().asFloatBuffer().put(block, 0, count * width);
                values.update(bytes.limit(count * width * Float.BYTES));
            }
        }
    }
}
