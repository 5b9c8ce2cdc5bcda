package io.shearwater.training;

import io.shearwater.api.TrainingData;
import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.query.PlannedTraining;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives the columns of a plan their names and places in a result; the arrays are shared. */
record Roles(PlannedTraining plan) {
    /** One part in memory. */
    TrainingData.Part part(Frame rows) {
        return new TrainingData.Part(
                named(rows, plan.features()),
                named(rows, plan.labels()),
                named(rows, plan.helpers()),
                named(rows, plan.index()));
    }

    /** What a file holds: features, labels and helpers; a column of several roles once. */
    List<Plan.Rename> fileColumns() {
        Map<String, Plan.Rename> columns = new LinkedHashMap<>();
        plan.features().forEach(column -> columns.put(column.to(), column));
        plan.labels().forEach(column -> columns.put(column.to(), column));
        plan.helpers().forEach(column -> columns.put(column.to(), column));
        return List.copyOf(columns.values());
    }

    /** Which of the file's columns are features and labels; a column that is both is in both. */
    PartFiles.Columns fileRoles() {
        return new PartFiles.Columns(
                plan.features().stream().map(Plan.Rename::to).toList(),
                plan.labels().stream().map(Plan.Rename::to).toList());
    }

    /** Columns of a plan's rows under other names. */
    static Frame named(Frame rows, List<Plan.Rename> renames) {
        List<Column> columns = new ArrayList<>();
        for (Plan.Rename rename : renames) {
            columns.add(rows.column(rename.from()));
        }
        return new Frame(named(rows.schema(), renames), columns, rows.rows());
    }

    /** The schema of columns under other names. */
    static Schema named(Schema schema, List<Plan.Rename> renames) {
        return Schema.of(renames.stream()
                .map(rename ->
                        new Field(rename.to(), schema.field(rename.from()).type()))
                .toList());
    }
}
