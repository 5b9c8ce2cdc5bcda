package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordFramesTest {
    enum Status {
        ACTIVE,
        BLOCKED
    }

    record Place(double lat, @Nullable String name) {}

    record Everything(
            boolean yes,
            byte small,
            short number,
            int count,
            long id,
            float ratio,
            double amount,
            @Nullable Integer boxed,
            String text,
            Status status,
            byte[] bytes,
            LocalDate day,
            Instant at,
            BigDecimal price,
            Optional<Long> maybe,
            List<Place> places,
            Set<String> tags,
            Map<String, Optional<Place>> byName,
            @Nullable Place home) {}

    private static final Everything FULL = new Everything(
            true,
            (byte) -1,
            (short) 300,
            7,
            1L << 40,
            0.5f,
            -0.0,
            3,
            "🐦",
            Status.BLOCKED,
            new byte[] {1, 2},
            LocalDate.of(1969, 12, 31),
            Instant.parse("2024-05-01T00:00:00.000001Z"),
            new BigDecimal("12.500000000"),
            Optional.of(0L),
            List.of(new Place(1, "a"), new Place(2, null)),
            Set.of("x"),
            Map.of("k", Optional.of(new Place(3, "c")), "n", Optional.empty()),
            new Place(4, "d"));

    private static final Everything BARE = new Everything(
            false,
            (byte) 0,
            (short) 0,
            0,
            0,
            0,
            0,
            null,
            "",
            Status.ACTIVE,
            new byte[0],
            LocalDate.EPOCH,
            Instant.EPOCH,
            new BigDecimal("0.000000000"),
            Optional.empty(),
            List.of(),
            Set.of(),
            Map.of(),
            null);

    @Test
    void componentsAreColumnsInSnakeCase() {
        assertThat(RecordFrames.schema(Everything.class).toString())
                .isEqualTo(
                        "[yes boolean, small int, number int, count int, id long, ratio float, amount double, boxed int, "
                                + "text string, status string, bytes binary, day date, at timestamp, price decimal(38,9), "
                                + "maybe long, places array<struct<lat:double,name:string>>, tags array<string>, "
                                + "by_name map<string,struct<lat:double,name:string>>, home struct<lat:double,name:string>]");
        assertThat(RecordTypes.columnName("ccNum")).isEqualTo("cc_num");
        assertThat(RecordTypes.columnName("cc_num")).isEqualTo("cc_num");
        assertThat(RecordTypes.columnName("num10Min")).isEqualTo("num10_min");
    }

    @Test
    void recordsOfEveryComponentTypeComeBackEqual() {
        Frame frame = Frame.ofRecords(Everything.class, List.of(FULL, BARE));
        assertThat(frame.value(0, "status")).isEqualTo("BLOCKED");
        assertThat(frame.value(1, "maybe")).isNull();
        List<Everything> back = frame.toRecords(Everything.class);
        assertThat(back).usingRecursiveFieldByFieldElementComparator().containsExactly(FULL, BARE);
    }

    record Narrow(long id, @Nullable Double amount) {}

    @Test
    void narrowerColumnsFitWiderComponents() {
        Schema schema = Schema.of(
                new Field("id", DataType.INT), new Field("amount", DataType.FLOAT), new Field("other", DataType.INT));
        Frame frame = new FrameBuilder(schema, 2)
                .append(1, 0.5f, 9)
                .append(2, null, 9)
                .build();
        assertThat(frame.toRecords(Narrow.class)).containsExactly(new Narrow(1, 0.5), new Narrow(2, null));
    }

    record Price(BigDecimal price, float @Nullable [] vector) {}

    @Test
    void aGivenSchemaDecidesWhatTheJavaTypeLeavesOpen() {
        Schema schema =
                Schema.of(new Field("price", DataType.decimal(10, 2)), new Field("vector", DataType.embedding(2)));
        Frame frame =
                Frame.ofRecords(Price.class, schema, List.of(new Price(new BigDecimal("1.5"), new float[] {1, 2})));
        assertThat(frame.value(0, "price")).isEqualTo(new BigDecimal("1.50"));
        assertThat(frame.toRecords(Price.class).getFirst().vector()).containsExactly(1, 2);
        assertThatThrownBy(() -> Frame.ofRecords(Price.class, List.of()))
                .hasMessageContaining(
                        "The record component 'vector' of io.shearwater.model.RecordFramesTest$Price has the type float[]")
                .hasMessageContaining("or give the schema");
        assertThatThrownBy(() -> Frame.ofRecords(Narrow.class, schema, List.of()))
                .hasMessageContaining("There is no column 'id'");
        assertThatThrownBy(
                        () -> Frame.ofRecords(Price.class, schema, List.of(new Price(new BigDecimal("1.234"), null))))
                .hasMessageContaining("1 of 1 rows cannot be taken:\nrow 1: The column 'price' is decimal(10,2)");
    }

    record Node(int id, List<Node> next) {}

    record Keyed(Map<Integer, String> names) {}

    @Test
    void recordsThatAreNoRowsAreRefused() {
        assertThatThrownBy(() -> RecordFrames.schema(Node.class)).hasMessageContaining("Node contains itself");
        assertThatThrownBy(() -> RecordFrames.schema(Keyed.class))
                .hasMessageContaining("java.util.Map<java.lang.Integer, java.lang.String>");
    }

    record Small(byte value) {}

    record Coloured(Status status) {}

    record Checked(int value) {
        Checked {
            if (value < 0) {
                throw new IllegalArgumentException("negative: " + value);
            }
        }
    }

    @Test
    void rowsThatARecordCannotHoldAreRefusedNamingColumnAndValue() {
        assertThatThrownBy(() -> single("value", DataType.INT, 300).toRecords(Small.class))
                .hasMessage(
                        "The column 'value' holds '300' (Integer), which the record component of type byte cannot hold.");
        assertThatThrownBy(() -> single("value", DataType.INT, null).toRecords(Small.class))
                .hasMessageContaining("The column 'value' has a null")
                .hasMessageContaining("Use the boxed type.");
        assertThatThrownBy(() -> single("status", DataType.STRING, "gone").toRecords(Coloured.class))
                .hasMessageContaining("The column 'status' holds 'gone'");
        assertThatThrownBy(() -> single("value", DataType.INT, -1).toRecords(Checked.class))
                .hasMessage("A row [-1] does not fit the record Checked: negative: -1");
        assertThatThrownBy(() -> single("stats", DataType.STRING, "x").toRecords(Coloured.class))
                .hasMessageContaining("There is no column 'status' among [stats]. Did you mean 'stats'?");
    }

    record Nullable2(List<@Nullable Integer> numbers) {}

    @Test
    void nullsInListsStay() {
        List<Nullable2> rows = List.of(new Nullable2(Arrays.asList(1, null)));
        assertThat(Frame.ofRecords(Nullable2.class, rows).toRecords(Nullable2.class))
                .isEqualTo(rows);
    }

    private static Frame single(String name, DataType type, @Nullable Object value) {
        return new FrameBuilder(Schema.of(new Field(name, type)), 1)
                .append(new @Nullable Object[] {value})
                .build();
    }
}
