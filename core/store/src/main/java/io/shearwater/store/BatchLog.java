package io.shearwater.store;

import io.shearwater.learning.ModelVersion;
import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.serving.PredictedRows;
import io.shearwater.serving.Servable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes predictions of a batch into the log of a model, frame by frame; whoever predicts waits for it. Its columns are those that
 * the answers of deployments have there: keys and times of the rows are {@code request_…}, helpers {@code helper_…}.
 */
final class BatchLog implements LogLayout {
    private static final String ROLE = "batch";

    private final FeatureGroupSpec group;
    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, Object> constants = new HashMap<>();
    private final String id = UUID.randomUUID().toString();
    private final Instant time;
    private final VectorLogWriter writer;
    private long rows;

    static BatchLog open(StoreParts parts, Servable servable, PredictedRows predicted) {
        parts.requireWritable("log predictions");
        return new BatchLog(parts, servable, predicted);
    }

    private BatchLog(StoreParts parts, Servable servable, PredictedRows predicted) {
        ModelVersion model = servable.version();
        this.time = parts.clock().instant();
        List<Feature> columns = new ArrayList<>(
                StoredPredictionLogs.fixed(true, predicted.added().fields()));
        predicted.added().names().forEach(name -> sources.put(name, name));
        List<Field> own = predicted.schema().fields().stream()
                .filter(field -> !predicted.added().contains(field.name()))
                .toList();
        List<String> wanted =
                new ArrayList<>(columns.stream().map(Feature::name).toList());
        own.forEach(field -> wanted.add(name(servable, field.name())));
        List<String> names = Names.proposals(wanted);
        int fixed = columns.size();
        for (int i = 0; i < own.size(); i++) {
            String name = names.get(fixed + i);
            sources.put(name, own.get(i).name());
            columns.add(Feature.of(name, own.get(i).type()));
        }
        FeatureGroupSpec.Builder builder = FeatureGroupSpec.builder(
                        StoredPredictionLogs.group(model).name(), 1)
                .description(StoredPredictionLogs.description(model));
        columns.forEach(builder::feature);
        this.group = builder.primaryKey(VectorLogLayout.REQUEST_ID)
                .eventTime(VectorLogLayout.REQUEST_TIME)
                .build();
        constants.put(VectorLogLayout.REQUEST_TIME, time);
        servable.view().trainingDataset().ifPresent(version -> constants.put(VectorLogLayout.DATASET, version));
        constants.put(StoredPredictionLogs.ROLE, ROLE);
        constants.put(StoredPredictionLogs.MODEL, model.name());
        constants.put(StoredPredictionLogs.MODEL_VERSION, model.version());
        constants.put(StoredPredictionLogs.VIEW, servable.view().spec().ref().toString());
        this.writer = parts.logs().writer(parts, this);
    }

    private static String name(Servable servable, String column) {
        boolean isServed = servable.view().features().contains(column) || column.startsWith("raw_");
        boolean isHelper = servable.view().spec().inferenceHelpers().contains(column);
        return isServed ? column : (isHelper ? "helper_" : "request_") + column;
    }

    @Override
    public FeatureGroupSpec group() {
        return group;
    }

    @Override
    public List<Feature> columns() {
        return group.features();
    }

    void write(Frame predicted) {
        Schema schema = group.schema();
        List<Column> columns = new ArrayList<>(schema.size());
        for (Field field : schema.fields()) {
            String source = sources.get(field.name());
            columns.add(source != null ? predicted.column(source) : constant(field, predicted.rows()));
        }
        writer.write(new Frame(schema, columns, predicted.rows()));
        rows += predicted.rows();
    }

    private Column constant(Field field, int size) {
        ColumnBuilder column = ColumnBuilder.of(field.name(), field.type(), size);
        @Nullable Object value = constants.get(field.name());
        boolean isId = field.name().equals(VectorLogLayout.REQUEST_ID);
        for (int row = 0; row < size; row++) {
            column.append(isId ? id + "-" + (rows + row) : value);
        }
        return column.build();
    }
}
