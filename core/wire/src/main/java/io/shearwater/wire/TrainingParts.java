package io.shearwater.wire;

import io.shearwater.api.TrainingData.Part;
import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts of training data as rows: all columns side by side, each with its role before its name, as in {@code features.amount};
 * a column of several roles is there several times.
 */
public final class TrainingParts {
    private static final List<String> ROLES = List.of("features.", "labels.", "helpers.", "index.", "weights.");

    private TrainingParts() {}

    /** A part as rows. */
    public static Frame frame(Part part) {
        List<Frame> roles = List.of(part.features(), part.labels(), part.helpers(), part.index(), part.weights());
        List<Field> fields = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int role = 0; role < ROLES.size(); role++) {
            for (Field field : roles.get(role).schema().fields()) {
                fields.add(new Field(ROLES.get(role) + field.name(), field.type()));
            }
            columns.addAll(roles.get(role).columns());
        }
        return new Frame(Schema.of(fields), columns, part.features().rows());
    }

    /** Rows as a part. */
    public static Part part(Frame rows) {
        List<Frame> roles = ROLES.stream().map(role -> chosen(rows, role)).toList();
        return new Part(roles.get(0), roles.get(1), roles.get(2), roles.get(3), roles.get(4));
    }

    private static Frame chosen(Frame rows, String role) {
        List<Field> fields = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < rows.schema().size(); i++) {
            Field field = rows.schema().field(i);
            if (field.name().startsWith(role)) {
                fields.add(new Field(field.name().substring(role.length()), field.type()));
                columns.add(rows.columns().get(i));
            }
        }
        return new Frame(Schema.of(fields), columns, rows.rows());
    }
}
