package io.shearwater.store;

import io.shearwater.api.BatchPrediction;
import io.shearwater.api.BatchPrediction.Rows;
import io.shearwater.api.FeatureView;
import io.shearwater.api.WriteOptions;
import io.shearwater.learning.DeploymentSpec.Logging;
import io.shearwater.model.Column;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Schema;
import io.shearwater.model.Validity;
import io.shearwater.serving.Batches;
import io.shearwater.serving.PredictedRows;
import io.shearwater.serving.Servable;
import io.shearwater.serving.Servables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Predicts rows of the history of an embedded store. Thread-safe. */
final class StoredBatches implements Batches {
    private static final Field VERSION = new Field("model_version", DataType.INT);

    private final StoreParts parts;
    private final Servables servables;

    StoredBatches(StoreParts parts, Servables servables) {
        this.parts = parts;
        this.servables = servables;
    }

    @Override
    public FrameReader predict(BatchPrediction batch) {
        parts.requireOpen();
        return predict(batch, servables.load(batch.model()));
    }

    private FrameReader predict(BatchPrediction batch, Servable servable) {
        FrameReader rows;
        try {
            rows = rows(servable, batch);
        } catch (RuntimeException | Error failed) {
            servable.close();
            throw failed;
        }
        Schema features = Schema.of(rows.schema().fields().stream()
                .filter(field -> isFeature(servable, field.name()))
                .toList());
        PredictedRows predicted = PredictedRows.of(rows, servable);
        List<String> kept = new ArrayList<>(predicted.schema().names());
        kept.removeIf(name -> features.contains(name));
        Consumer<Frame> log =
                batch.logging() == Logging.ON ? BatchLog.open(parts, servable, predicted)::write : frame -> {};
        return new Kept(predicted, kept, log);
    }

    private static boolean isFeature(Servable servable, String name) {
        return servable.view().features().contains(name)
                || (name.startsWith("raw_")
                        && servable.view().spec().featureSchema().contains(name.substring("raw_".length())));
    }

    private FrameReader rows(Servable servable, BatchPrediction batch) {
        FeatureView view = ((DeployedView) servable.view()).view();
        FrameReader rows = switch (batch.rows()) {
            case Rows.Range range -> view.batchData(range.range());
            case Rows.Spine spine -> view.batchData(spine.spine());
            case Rows.Latest latest -> view.latest();
        };
        return batch.logging() == Logging.ON && rows instanceof TransformedBatch transformed
                ? transformed.withRaw()
                : rows;
    }

    @Override
    public Commit predictInto(BatchPrediction batch, String group) {
        parts.requireWritable("write predictions");
        GroupRef ref = new GroupRef(group, 1);
        Servable servable = servables.load(batch.model());
        try (FrameReader predicted =
                new Versioned(predict(batch, servable), batch.model().version())) {
            if (parts.registry().findGroup(ref).isEmpty()) {
                new GroupCreation(parts).create(spec(ref, servable, predicted.schema()));
            }
            return parts.offline().writer().insert(parts.registry().group(ref), predicted, WriteOptions.plain());
        }
    }

    /** A group with the identity of the view's root. */
    private static FeatureGroupSpec spec(GroupRef ref, Servable servable, Schema columns) {
        FeatureGroupSpec root = servable.view().spec().query().group();
        FeatureGroupSpec.Builder builder = FeatureGroupSpec.builder(ref.name(), ref.version())
                .description("Predictions of the model '" + servable.version().name() + "'");
        columns.fields().forEach(field -> builder.feature(field.name(), field.type()));
        builder.primaryKey(root.primaryKey().toArray(String[]::new));
        root.eventTime().ifPresent(time -> builder.eventTime(time.column()));
        return builder.build();
    }

    /** Some columns of predicted rows, all of which are shown to a log before. */
    private record Kept(PredictedRows rows, List<String> names, Consumer<Frame> log) implements FrameReader {
        @Override
        public Schema schema() {
            return rows.schema().select(names);
        }

        @Override
        public Optional<Frame> next() {
            return rows.next().map(frame -> {
                log.accept(frame);
                return frame.select(names);
            });
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** Rows with the version of the model. */
    private record Versioned(FrameReader rows, int version) implements FrameReader {
        @Override
        public Schema schema() {
            return rows.schema().plus(List.of(VERSION));
        }

        @Override
        public Optional<Frame> next() {
            return rows.next().map(frame -> {
                int[] versions = new int[frame.rows()];
                Arrays.fill(versions, version);
                List<Column> columns = new ArrayList<>(frame.columns());
                columns.add(new Column.Ints(VERSION.type(), versions, frame.rows(), Validity.ALL));
                return new Frame(schema(), columns, frame.rows());
            });
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
