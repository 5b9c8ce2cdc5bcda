package io.shearwater.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.RequestId;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import io.shearwater.model.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureVectorFramesTest {
    private static final Schema COLUMNS = Schema.of(new Field("a", DataType.DOUBLE), new Field("b", DataType.LONG));
    private static final KnownColumns KNOWN = new KnownColumns();
    private static final Field REQUEST = new Field("$request_id", DataType.STRING);
    private static final Field ORIGINS = new Field(
            "$origins",
            DataType.array(DataType.struct(
                    new Field("features", DataType.INT),
                    new Field("status", DataType.STRING),
                    new Field("event_time", DataType.TIMESTAMP),
                    new Field("sequence", DataType.LONG))));

    private static byte[] written(Schema columns, List<FeatureVector> vectors) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FeatureVectorFrames(columns).write(vectors, out);
        return out.toByteArray();
    }

    private static List<FeatureVector> read(byte[] bytes) {
        return FeatureVectorFrames.read(new ByteArrayInputStream(bytes), KNOWN);
    }

    @Test
    void vectors_come_back_as_they_were() {
        for (int seed = 0; seed < 300; seed++) {
            RandomValues random = new RandomValues(seed);
            Schema columns = random.schema();
            List<FeatureVector> vectors =
                    random.vectors(columns, random.random().nextInt(20));

            List<FeatureVector> back = read(written(columns, vectors));

            assertThat(back).hasSameSizeAs(vectors);
            for (int row = 0; row < back.size(); row++) {
                requireSame(columns, vectors.get(row), back.get(row));
            }
        }
    }

    private static void requireSame(Schema columns, FeatureVector vector, FeatureVector back) {
        assertThat(back.schema()).isEqualTo(columns);
        assertThat(back.requestId()).isEqualTo(vector.requestId());
        for (int i = 0; i < columns.size(); i++) {
            assertThat(Values.same(vector.value(i), back.value(i)))
                    .as("%s, not %s", back.value(i), vector.value(i))
                    .isTrue();
            assertThat(back.status(i)).isEqualTo(vector.status(i));
            assertThat(back.eventTime(i)).isEqualTo(vector.eventTime(i));
            assertThat(back.sequence(i)).isEqualTo(vector.sequence(i));
        }
    }

    @Test
    void features_of_one_row_share_their_origin() {
        Schema wide = Schema.of(IntStream.range(0, 250)
                .mapToObj(i -> new Field("f" + i, DataType.DOUBLE))
                .toList());
        @Nullable Object[] values = new @Nullable Object[250];
        FeatureStatus[] statuses = new FeatureStatus[250];
        long[] same = new long[250];
        Arrays.fill(values, 0.5);
        Arrays.fill(statuses, FeatureStatus.PRESENT);
        FeatureVector vector = new FeatureVector(wide, values, statuses, same, same, new RequestId.Stated("r"));

        int one = written(wide, List.of(vector)).length;
        int two = written(wide, List.of(vector, vector)).length;

        // 250 numbers of 8 bytes, and little more.
        assertThat(two - one).isLessThan(2_200);
    }

    @Test
    void as_a_document_they_say_the_same() throws Exception {
        long none = FeatureVector.NONE;
        FeatureVector vector = new FeatureVector(
                COLUMNS,
                new @Nullable Object[] {Double.NaN, null},
                new FeatureStatus[] {FeatureStatus.STALE, FeatureStatus.NULL},
                new long[] {Times.micros(Instant.parse("2026-01-02T03:04:05Z")), none},
                new long[] {7, none},
                new RequestId.Stated("mine"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        FeatureVectorJson.write(COLUMNS, List.of(vector, vector), out);

        JsonNode json = WireJson.value(out.toString(StandardCharsets.UTF_8)).node();
        String one = "{\"request_id\":\"mine\",\"values\":[\"NaN\",null],\"statuses\":[\"STALE\",\"NULL\"],"
                + "\"event_times\":[\"2026-01-02T03:04:05Z\",null],\"sequences\":[7,null]}";
        assertThat(json.toString())
                .isEqualTo("{\"columns\":[{\"name\":\"a\",\"type\":\"double\"},{\"name\":\"b\",\"type\":\"long\"}],"
                        + "\"vectors\":[" + one + "," + one + "]}");
    }

    @ParameterizedTest
    @CsvSource({
        "1, PRESENT, The origins of row 1 are those of 1 features of 2",
        "3, PRESENT, 'An origin of row 1 is of 3 features, where 2 are left'",
        "0, PRESENT, 'An origin of row 1 is of 0 features, where 2 are left'",
        "-1, PRESENT, 'An origin of row 1 is of -1 features, where 2 are left'",
        "2, SOME, 'SOME' is no status",
    })
    void origins_that_cannot_be_are_refused(int features, String status, String message) {
        FrameBuilder rows = new FrameBuilder(Schema.of(COLUMNS.field(0), COLUMNS.field(1), REQUEST, ORIGINS), 1);
        rows.append(1.5, 2L, "r", List.of(Map.of("features", features, "status", status)));

        assertThatThrownBy(() -> read(sent(rows.build()))).hasMessageContaining(message);
    }

    @Test
    void other_rows_are_no_vectors() {
        FrameBuilder rows = new FrameBuilder(COLUMNS, 1);
        rows.append(1.5, 2L);

        assertThatThrownBy(() -> read(sent(rows.build())))
                .hasMessageContaining("holds no vectors. Its columns do not end with");
    }

    private static byte[] sent(Frame frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameStream.write(frame.reader(), out);
        return out.toByteArray();
    }
}
