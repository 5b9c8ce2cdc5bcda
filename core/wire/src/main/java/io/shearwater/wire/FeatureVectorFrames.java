package io.shearwater.wire;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.RequestId;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Validity;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Vectors as a stream of frames, for programs: a row for each vector, with its features, the id of its request and its origins. An
 * origin tells of how many features in a row it is the status, event time and write sequence; features of one group mostly share them.
 * The names of both begin with {@code $}, as none of a feature does.
 */
public final class FeatureVectorFrames {
    private static final Field REQUEST = new Field("$request_id", DataType.STRING);
    private static final Field FEATURES = new Field("features", DataType.INT);
    private static final Field STATUS = new Field("status", DataType.STRING);
    private static final Field EVENT_TIME = new Field("event_time", DataType.TIMESTAMP);
    private static final Field SEQUENCE = new Field("sequence", DataType.LONG);
    private static final DataType.StructType ORIGIN =
            new DataType.StructType(List.of(FEATURES, STATUS, EVENT_TIME, SEQUENCE));
    private static final Field ORIGINS = new Field("$origins", new DataType.ArrayType(ORIGIN));
    private static final List<Field> BEHIND = List.of(REQUEST, ORIGINS);

    private static final Map<String, FeatureStatus> STATUSES = Arrays.stream(FeatureStatus.values())
            .collect(Collectors.toUnmodifiableMap(FeatureStatus::name, Function.identity()));

    private final Schema columns;
    private final FrameColumns stream;

    /** Of vectors with these columns. */
    public FeatureVectorFrames(Schema columns) {
        List<Field> fields = new ArrayList<>(columns.fields());
        fields.addAll(BEHIND);
        this.columns = columns;
        this.stream = FrameColumns.of(Schema.of(fields));
    }

    /**
     * Writes vectors, in their order, and the end; the stream stays open.
     *
     * @throws ShearwaterException TOO_LARGE for a vector that a block cannot hold, IO
     */
    public void write(List<FeatureVector> vectors, OutputStream out) {
        FrameStreamWriter writer = new FrameStreamWriter(out, stream);
        for (int start = 0; start < vectors.size(); start += FrameReader.MAX_ROWS) {
            writer.write(frame(vectors.subList(start, Math.min(vectors.size(), start + FrameReader.MAX_ROWS))));
        }
        writer.end();
    }

    private Frame frame(List<FeatureVector> vectors) {
        List<Column> all = values(columns, vectors);
        ColumnBuilder requests = builder(REQUEST, vectors.size());
        vectors.forEach(vector -> requests.append(vector.requestId()));
        all.add(requests.build());
        all.add(origins(vectors));
        return new Frame(stream.schema(), all, vectors.size());
    }

    /** The values of features, in columns. */
    static List<Column> values(Schema features, List<FeatureVector> vectors) {
        List<Column> values = new ArrayList<>(features.size() + BEHIND.size());
        for (int i = 0; i < features.size(); i++) {
            ColumnBuilder column = builder(features.field(i), vectors.size());
            for (FeatureVector vector : vectors) {
                column.append(vector.value(i));
            }
            values.add(column.build());
        }
        return values;
    }

    private static ColumnBuilder builder(Field field, int rows) {
        return ColumnBuilder.of(field.name(), field.type(), rows);
    }

    private static Column origins(List<FeatureVector> vectors) {
        Runs runs = new Runs(vectors.size());
        int[] ends = new int[vectors.size() + 1];
        for (int row = 0; row < vectors.size(); row++) {
            runs.add(vectors.get(row));
            ends[row + 1] = runs.count;
        }
        return new Column.Lists(ORIGINS.type(), runs.build(), ends, vectors.size(), Validity.ALL);
    }

    /** Collects origins. */
    private static final class Runs {
        private final ColumnBuilder features;
        private final ColumnBuilder statuses;
        private final ColumnBuilder times;
        private final ColumnBuilder sequences;
        private int count;

        Runs(int expected) {
            features = builder(FEATURES, expected);
            statuses = builder(STATUS, expected);
            times = builder(EVENT_TIME, expected);
            sequences = builder(SEQUENCE, expected);
        }

        void add(FeatureVector vector) {
            int from = 0;
            for (int i = 1; i <= vector.size(); i++) {
                if (i == vector.size() || !vector.hasSameOrigin(from, i)) {
                    features.appendInt(i - from);
                    statuses.append(vector.status(from).name());
                    times.append(vector.eventTime(from).orElse(null));
                    OptionalLong sequence = vector.sequence(from);
                    if (sequence.isPresent()) {
                        sequences.appendLong(sequence.getAsLong());
                    } else {
                        sequences.appendNull();
                    }
                    from = i;
                    count++;
                }
            }
        }

        Column build() {
            List<Column> parts = List.of(features.build(), statuses.build(), times.build(), sequences.build());
            return new Column.Structs(ORIGIN, parts, count, Validity.ALL);
        }
    }

    /**
     * Reads vectors, and closes the stream.
     *
     * @param known columns of other streams
     * @throws ShearwaterException of kind USER, saying where; BAD_FRAMES where these are no vectors
     */
    public static List<FeatureVector> read(InputStream in, KnownColumns known) {
        try (FrameReader rows = FrameStream.reader(in, known)) {
            List<Field> fields = rows.schema().fields();
            int size = fields.size() - BEHIND.size();
            if (size < 0 || !fields.subList(size, fields.size()).equals(BEHIND)) {
                throw refused("Its columns do not end with " + WireJson.shown(BEHIND));
            }
            Schema columns = Schema.of(fields.subList(0, size));
            List<FeatureVector> vectors = new ArrayList<>();
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                Rows frame = new Rows(columns, next.get());
                for (int row = 0; row < next.get().rows(); row++) {
                    vectors.add(frame.vector(row));
                }
            }
            return vectors;
        }
    }

    private static Optional<FeatureStatus> status(String text) {
        return Optional.ofNullable(STATUSES.get(text));
    }

    private static ShearwaterException refused(String why) {
        return WireError.BAD_FRAMES.because("The stream of frames holds no vectors. " + why + ".");
    }

    /** The vectors of a frame. */
    private static final class Rows {
        private final Schema columns;
        private final Frame frame;
        private final Column.Bytes requests;
        private final Column.Lists origins;
        private final Column.Ints features;
        private final Column.Bytes statuses;
        private final Column.Longs times;
        private final Column.Longs sequences;

        Rows(Schema columns, Frame frame) {
            this.columns = columns;
            this.frame = frame;
            this.requests = (Column.Bytes) frame.column(columns.size());
            this.origins = (Column.Lists) frame.column(columns.size() + 1);
            List<Column> parts = ((Column.Structs) origins.elements()).parts();
            this.features = (Column.Ints) parts.get(0);
            this.statuses = (Column.Bytes) parts.get(1);
            this.times = (Column.Longs) parts.get(2);
            this.sequences = (Column.Longs) parts.get(3);
        }

        FeatureVector vector(int row) {
            int size = columns.size();
            @Nullable Object[] values = new @Nullable Object[size];
            for (int i = 0; i < size; i++) {
                values[i] = frame.column(i).value(row);
            }
            FeatureStatus[] status = new FeatureStatus[size];
            long[] micros = new long[size];
            long[] sequence = new long[size];
            int at = 0;
            for (int run = origins.offsets()[row]; run < origins.offsets()[row + 1]; run++) {
                int end = at + features.values()[run];
                if (end <= at || end > size) {
                    throw refused("An origin of row " + (row + 1) + " is of " + features.values()[run]
                            + " features, where " + (size - at) + " are left");
                }
                String said = statuses.text(run);
                Arrays.fill(
                        status,
                        at,
                        end,
                        status(said).orElseThrow(() -> refused("'" + WireJson.shown(said) + "' is no status")));
                Arrays.fill(micros, at, end, times.isNull(run) ? FeatureVector.NONE : times.values()[run]);
                Arrays.fill(
                        sequence,
                        at,
                        end,
                        sequences.isNull(run) ? FeatureVector.NONE : sequences.values()[run]);
                at = end;
            }
            if (at < size) {
                throw refused("The origins of row " + (row + 1) + " are those of " + at + " features of " + size);
            }
            return new FeatureVector(columns, values, status, micros, sequence, RequestId.of(requests.text(row)));
        }
    }
}
