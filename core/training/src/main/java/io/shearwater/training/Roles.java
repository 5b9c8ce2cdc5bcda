package io.shearwater.training;

import io.shearwater.api.TrainingData;
import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.query.PlannedTraining;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Gives the columns of a plan their names and places in a result, after the transformations if there are any; arrays that are
 * not transformed are shared.
 */
record Roles(PlannedTraining plan, Optional<PartTransformer> transformer) {
    /** One part in memory. */
    TrainingData.Part part(Frame rows) {
        return part(rows, PartTransformer::applyAll);
    }

    private TrainingData.Part part(
            Frame rows, BiFunction<PartTransformer, Frame, PartTransformer.Transformed> transform) {
        if (transformer.isEmpty()) {
            return new TrainingData.Part(
                    named(rows, plan.features()),
                    named(rows, plan.labels()),
                    named(rows, plan.helpers()),
                    named(rows, plan.index()),
                    named(rows, weights(rows.schema())));
        }
        PartTransformer.Transformed transformed = transform.apply(transformer.get(), rows);
        return new TrainingData.Part(
                transformed.features(),
                transformed.labels(),
                named(transformed.rest(), plan.helpers()),
                named(transformed.rest(), plan.index()),
                named(transformed.rest(), weights(rows.schema())));
    }

    /** The column of weights, if rows have one. */
    private static List<Plan.Rename> weights(Schema schema) {
        return schema.contains(ClassWeigher.WEIGHT.from()) ? List.of(ClassWeigher.WEIGHT) : List.of();
    }

    /** What a file holds of rows with these columns: features, labels, helpers and weights; a column of several roles once. */
    Schema fileSchema(Schema read) {
        List<Schema> schemas = transformer
                .map(ready -> List.of(ready.features(), ready.labels()))
                .orElseGet(() -> List.of(named(read, plan.features()), named(read, plan.labels())));
        Map<String, Field> fields = new LinkedHashMap<>();
        schemas.forEach(schema -> schema.fields().forEach(field -> fields.putIfAbsent(field.name(), field)));
        named(read, plan.helpers()).fields().forEach(field -> fields.putIfAbsent(field.name(), field));
        named(read, weights(read)).fields().forEach(field -> fields.put(field.name(), field));
        return Schema.of(List.copyOf(fields.values()));
    }

    /** How many rows {@link #piece} takes at a time. */
    int batchRows() {
        return transformer.map(PartTransformer::batchRows).orElse(FrameReader.MAX_ROWS);
    }

    /** Rows, no more than {@link #batchRows}. */
    TrainingData.Part piece(Frame rows) {
        return part(rows, PartTransformer::apply);
    }

    /**
     * Rows as a file holds them.
     *
     * @param read the schema of the rows before they were given roles
     */
    Frame fileRows(TrainingData.Part part, Schema read) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (Frame frame : List.of(part.features(), part.labels(), part.helpers(), part.weights())) {
            for (String name : frame.schema().names()) {
                columns.putIfAbsent(name, frame.column(name));
            }
        }
        return new Frame(
                fileSchema(read), List.copyOf(columns.values()), part.features().rows());
    }

    /** Which of the file's columns are features and labels; a column that is both is in both. */
    PartFiles.Columns fileRoles(Schema read) {
        return new PartFiles.Columns(
                transformer
                        .map(ready -> ready.features().names())
                        .orElseGet(() ->
                                plan.features().stream().map(Plan.Rename::to).toList()),
                transformer
                        .map(ready -> ready.labels().names())
                        .orElseGet(() ->
                                plan.labels().stream().map(Plan.Rename::to).toList()),
                weights(read).stream().map(Plan.Rename::to).toList());
    }

    /** Columns of a plan's rows under other names. */
    private static Frame named(Frame rows, List<Plan.Rename> renames) {
        List<Column> columns = new ArrayList<>();
        for (Plan.Rename rename : renames) {
            columns.add(rows.column(rename.from()));
        }
        return new Frame(named(rows.schema(), renames), columns, rows.rows());
    }

    /** The schema of columns under other names. */
    private static Schema named(Schema schema, List<Plan.Rename> renames) {
        return Schema.of(renames.stream()
                .map(rename ->
                        new Field(rename.to(), schema.field(rename.from()).type()))
                .toList());
    }
}
