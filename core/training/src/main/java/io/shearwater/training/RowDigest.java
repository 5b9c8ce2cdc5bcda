package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.TrainingDataset.PartInfo;
import io.shearwater.plan.Plan;
import io.shearwater.query.PlannedTraining;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over the roles and names of the columns, then over all values row by row. Not thread-safe. */
final class RowDigest {
    private static final int FLUSH_BYTES = 1 << 16;

    private final MessageDigest sha;
    private final List<String> columns = new ArrayList<>();
    private final TypedBytes bytes = new TypedBytes();
    private long rows;

    RowDigest(PlannedTraining plan) {
        try {
            this.sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
        head('i', plan.index());
        head('f', plan.features());
        head('l', plan.labels());
        head('h', plan.helpers());
    }

    private void head(char role, List<Plan.Rename> renames) {
        for (Plan.Rename rename : renames) {
            sha.update((role + rename.to() + '\0').getBytes(StandardCharsets.UTF_8));
            columns.add(rename.from());
        }
    }

    /** Adds rows that have the plan's columns. */
    void add(Frame frame) {
        Column[] read = columns.stream().map(frame::column).toArray(Column[]::new);
        for (int row = 0; row < frame.rows(); row++) {
            for (Column column : read) {
                bytes.add(column, row);
            }
            if (bytes.size() >= FLUSH_BYTES) {
                flush();
            }
        }
        rows += frame.rows();
    }

    /** Rows and digest; nothing may be added afterwards. */
    PartInfo end() {
        flush();
        return new PartInfo(rows, HexFormat.of().formatHex(sha.digest()));
    }

    private void flush() {
        sha.update(bytes.array(), 0, bytes.size());
        bytes.clear();
    }
}
