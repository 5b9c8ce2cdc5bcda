package io.shearwater.store;

import io.shearwater.model.Column;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.TransformationCall;
import io.shearwater.model.Values;
import io.shearwater.transform.ColumnBatch;
import io.shearwater.transform.Functions;
import io.shearwater.transform.Input;
import io.shearwater.transform.OnDemandChain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rows on their way into a group, with what the group computes on demand. Columns that only the computation needs are left out.
 * Values that the rows bring of a computed column have to be those that are computed; where the rows lack the inputs, they
 * are taken as they are, so that rows that were read can be written again.
 */
final class OnDemandRows implements FrameReader {
    private final FrameReader rows;
    private final FeatureGroupSpec group;
    private final OnDemandChain chain;
    private final Schema schema;

    private OnDemandRows(FrameReader rows, FeatureGroupSpec group, OnDemandChain chain) {
        this.rows = rows;
        this.group = group;
        this.chain = chain;
        this.schema = schema(rows.schema(), group, chain.bound().features());
    }

    /** Rows with all computed columns; the reader itself if the group computes none. */
    static FrameReader of(FrameReader rows, FeatureGroupSpec group, Functions functions) {
        List<TransformationCall> possible = possible(group, rows.schema());
        if (possible.isEmpty()) {
            return rows;
        }
        FeatureGroupSpec computing = group.withOnDemand(possible);
        return new OnDemandRows(rows, computing, OnDemandChain.forRows(computing, rows.schema(), functions));
    }

    /** All calls but those whose inputs are missing while their outputs are there. */
    private static List<TransformationCall> possible(FeatureGroupSpec group, Schema rows) {
        Set<String> there = new HashSet<>(rows.names());
        List<TransformationCall> possible = new ArrayList<>();
        for (TransformationCall call : group.onDemand()) {
            if (there.containsAll(call.inputs()) || !there.containsAll(call.outputs())) {
                possible.add(call);
                there.addAll(call.outputs());
            }
        }
        return possible;
    }

    private static Schema schema(Schema rows, FeatureGroupSpec group, Schema computed) {
        Set<String> gone = new HashSet<>();
        for (TransformationCall call : group.onDemand()) {
            gone.addAll(call.drops());
            if (!group.schemaIsOpen()) {
                call.inputs().stream()
                        .filter(input -> !group.schema().contains(input))
                        .forEach(gone::add);
            }
        }
        gone.removeIf(name -> !group.schemaIsOpen() && group.schema().contains(name));
        gone.removeAll(group.identity());
        Map<String, Field> fields = new LinkedHashMap<>();
        rows.fields().stream()
                .filter(field -> !gone.contains(field.name()))
                .forEach(field -> fields.put(field.name(), field));
        computed.fields().forEach(field -> fields.put(field.name(), field));
        return Schema.of(List.copyOf(fields.values()));
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        return rows.next().map(this::computed);
    }

    private Frame computed(Frame frame) {
        List<Column> inputs =
                chain.inputs().stream().map(Input::name).map(frame::column).toList();
        List<Column> outputs =
                chain.bound().apply(new ColumnBatch(inputs, frame.rows())).features();
        Map<String, Column> byName = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            String name = chain.bound().features().field(i).name();
            if (frame.schema().contains(name)) {
                requireSame(name, frame.column(name), outputs.get(i));
            }
            byName.put(name, outputs.get(i));
        }
        List<Column> columns = schema.names().stream()
                .map(name -> byName.containsKey(name) ? byName.get(name) : frame.column(name))
                .toList();
        return new Frame(schema, columns, frame.rows());
    }

    private void requireSame(String name, Column given, Column computed) {
        for (int row = 0; row < given.size(); row++) {
            if (!Values.same(given.value(row), computed.value(row))) {
                throw StoreError.BAD_CHANGE.because("The feature group '" + group.name() + "' computes '" + name
                        + "' on demand, and the rows bring other values of it: " + given.value(row) + ", not "
                        + computed.value(row) + ". Leave the column out.");
            }
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
