package io.shearwater.store;

import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.query.PlannedInference;
import io.shearwater.transform.BoundChain;
import io.shearwater.transform.ColumnBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Inference data after a view's transformations: keys and times, then all features in the order of the view, then helpers. A
 * leading column with the name of a feature is left out: the feature stands for it.
 */
final class TransformedBatch implements FrameReader {
    private final FrameReader rows;
    private final PlannedInference plan;
    private final BoundChain bound;
    private final List<String> given;
    private final List<Plan.Rename> lead;
    private final List<Plan.Rename> helpers;
    private final Schema schema;
    private final List<Plan.Rename> raw;

    /** The rows of a plan that carries what the transformations read beside the features. */
    TransformedBatch(FrameReader rows, PlannedInference plan, BoundChain bound) {
        this(rows, plan, bound, List.of());
    }

    private TransformedBatch(FrameReader rows, PlannedInference plan, BoundChain bound, List<Plan.Rename> raw) {
        this.rows = rows.inPieces(bound.batchRows());
        this.plan = plan;
        this.raw = raw;
        this.bound = bound;
        this.given = new ArrayList<>();
        plan.features().forEach(column -> given.add(column.from()));
        plan.carried().forEach(column -> given.add(column.from()));
        Set<String> taken = new LinkedHashSet<>(bound.features().names());
        this.lead = plan.lead().stream()
                .filter(column -> !taken.contains(column.to()))
                .toList();
        lead.forEach(column -> taken.add(column.to()));
        this.helpers = plan.helpers().stream()
                .filter(column -> !taken.contains(column.to()))
                .toList();
        List<Field> fields = new ArrayList<>();
        lead.forEach(column -> fields.add(field(column)));
        fields.addAll(bound.features().fields());
        helpers.forEach(column -> fields.add(field(column)));
        raw.forEach(column -> fields.add(field(column)));
        this.schema = Schema.of(fields);
    }

    /** The same rows, with the features that transformations change as they were before, as {@code raw_…}, last. */
    TransformedBatch withRaw() {
        int[] passed = bound.passedThrough();
        List<Plan.Rename> changed = new ArrayList<>();
        for (int i = 0; i < plan.features().size(); i++) {
            int feature = i;
            if (Arrays.stream(passed).noneMatch(given -> given == feature)) {
                Plan.Rename column = plan.features().get(i);
                changed.add(new Plan.Rename(column.from(), "raw_" + column.to()));
            }
        }
        return new TransformedBatch(rows, plan, bound, changed);
    }

    /** The columns of a plan that are read. */
    static List<Plan.Rename> columns(PlannedInference plan) {
        Set<String> names = new LinkedHashSet<>();
        List.of(plan.lead(), plan.features(), plan.helpers(), plan.carried())
                .forEach(columns -> columns.forEach(column -> names.add(column.from())));
        return names.stream().map(name -> new Plan.Rename(name, name)).toList();
    }

    private Field field(Plan.Rename column) {
        return new Field(column.to(), rows.schema().field(column.from()).type());
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        return rows.next().map(this::transformed);
    }

    private Frame transformed(Frame frame) {
        List<Column> inputs = given.stream().map(frame::column).toList();
        List<Column> columns = new ArrayList<>();
        lead.forEach(column -> columns.add(frame.column(column.from())));
        columns.addAll(bound.apply(new ColumnBatch(inputs, frame.rows())).features());
        helpers.forEach(column -> columns.add(frame.column(column.from())));
        raw.forEach(column -> columns.add(frame.column(column.from())));
        return new Frame(schema, columns, frame.rows());
    }

    @Override
    public void close() {
        rows.close();
    }
}
