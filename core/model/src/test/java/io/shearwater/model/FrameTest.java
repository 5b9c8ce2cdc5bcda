package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Schema SCHEMA = Schema.of(
            new Field("id", DataType.LONG),
            new Field("amount", DataType.DOUBLE),
            new Field("note", DataType.string(3)));

    @Test
    void rowsComeBackByNameAndByPosition() {
        Frame frame = new FrameBuilder(SCHEMA, 2)
                .append(1L, 2.5, "ab")
                .append(Map.of("id", 2L))
                .build();
        assertThat(frame.rows()).isEqualTo(2);
        assertThat(frame.value(0, "amount")).isEqualTo(2.5);
        assertThat(frame.row(1))
                .containsExactly(
                        Map.entry("id", 2L),
                        new java.util.AbstractMap.SimpleEntry<>("amount", null),
                        new java.util.AbstractMap.SimpleEntry<>("note", null));
        assertThat(frame.toMaps()).hasSize(2);
        assertThat(frame).hasToString("Frame[id long, amount double, note string(3)] with 2 rows");
    }

    @Test
    void selectionKeepsRowsAndTakesTheOrderOfTheNames() {
        Frame frame = new FrameBuilder(SCHEMA, 1).append(1L, 2.5, "ab").build();
        Frame selected = frame.select(List.of("note", "id"));
        assertThat(selected.schema().names()).containsExactly("note", "id");
        assertThat(selected.value(0, "note")).isEqualTo("ab");
        assertThatThrownBy(() -> frame.select(List.of("amout")))
                .hasMessage("There is no column 'amout' among [id, amount, note]. Did you mean 'amount'?");
    }

    @Test
    void theFirstTenBadRowsAreNamedTogether() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            rows.add(i % 2 == 0 ? Map.of("id", (long) i, "note", "ok") : Map.of("id", (long) i, "note", "text " + i));
        }
        assertThatThrownBy(() -> Frame.of(SCHEMA, rows))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageStartingWith("15 of 30 rows cannot be taken; the first 10 of them:\nrow 2: ")
                .hasMessageContaining("row 20: The column 'note' holds at most 3 characters; 'text 19' has 7.")
                .hasMessageNotContaining("row 22")
                .extracting(error -> ((ShearwaterException) error).code())
                .isEqualTo(ModelError.TOO_LONG);
    }

    @Test
    void rowsWithTheSameFaultShareOneLine() {
        assertThatThrownBy(() -> Frame.of(SCHEMA, List.of(Map.of("id", 1L, "amout", 1.0), Map.of("amout", 2.0))))
                .hasMessage("2 of 2 rows cannot be taken:\nrow 1, 2: There is no column 'amout' among "
                        + "[id, amount, note]. Did you mean 'amount'?");
    }

    @Test
    void aRefusedRowLeavesNoTrace() {
        FrameBuilder builder = new FrameBuilder(SCHEMA, 0);
        builder.append(1L, 1.0, "a");
        assertThatThrownBy(() -> builder.append(2L, 2.0, "too long")).isInstanceOf(ShearwaterException.class);
        assertThatThrownBy(() -> builder.append(Map.of("id", "x"))).isInstanceOf(ShearwaterException.class);
        assertThatThrownBy(() -> builder.append(1L)).hasMessage("A row of 3 columns was given 1 values.");
        builder.append(3L, null, "c");
        assertThat(builder.rows()).isEqualTo(2);
        assertThat(builder.build().toMaps()).extracting(row -> row.get("id")).containsExactly(1L, 3L);
    }

    @Test
    void columnsMustFitTheSchema() {
        Column ids = new Column.Longs(DataType.LONG, new long[] {1}, 1, Validity.ALL);
        Schema one = Schema.of(new Field("id", DataType.LONG));
        assertThat(new Frame(one, List.of(ids), 1).value(0, "id")).isEqualTo(1L);
        assertThatThrownBy(() -> new Frame(one, List.of(), 1)).hasMessage("A frame of 1 columns was given 0.");
        assertThatThrownBy(() -> new Frame(one, List.of(ids), 2))
                .hasMessage("The column 'id' should be long with 2 rows, not long with 1.");
        assertThatThrownBy(() -> new Frame(Schema.of(new Field("id", DataType.TIMESTAMP)), List.of(ids), 1))
                .hasMessageContaining("should be timestamp");
    }

    @Property(tries = 150)
    @Domain(DomainContext.Global.class)
    @Domain(AnyFrames.class)
    void aSliceHoldsItsRowsAndNoOthers(
            @ForAll Frame frame, @ForAll @IntRange(max = 150) int a, @ForAll @IntRange(max = 150) int b) {
        int start = Math.min(Math.min(a, b), frame.rows());
        int end = Math.min(Math.max(a, b), frame.rows());
        Frame slice = frame.slice(start, end);
        assertThat(slice).isEqualTo(rowByRow(frame, start, end));
        assertThat(slice.columns())
                .allSatisfy(column ->
                        assertThat(column.validity().nullCount(slice.rows())).isEqualTo(nulls(column)));
    }

    @Property(tries = 150)
    @Domain(DomainContext.Global.class)
    @Domain(AnyFrames.class)
    void piecesPutTogetherAreTheWhole(@ForAll Frame frame, @ForAll List<@IntRange(max = 150) Integer> cuts) {
        List<Frame> pieces = new ArrayList<>();
        int at = 0;
        for (int cut : cuts.stream().sorted().toList()) {
            int end = Math.min(cut, frame.rows());
            pieces.add(frame.slice(at, end));
            at = end;
        }
        pieces.add(frame.slice(at, frame.rows()));
        Frame whole = Frame.concat(frame.schema(), pieces);
        assertThat(whole).isEqualTo(frame);
        for (int i = 0; i < whole.schema().size(); i++) {
            assertThat(whole.column(i).validity().nullCount(whole.rows())).isEqualTo(nulls(frame.column(i)));
        }
    }

    @Property(tries = 100)
    @Domain(DomainContext.Global.class)
    @Domain(AnyFrames.class)
    void framesOfEqualRowsAreEqualHoweverTheyWereMade(@ForAll Frame frame) {
        Frame copy = Frame.of(frame.schema(), frame.toMaps());
        assertThat(copy).isEqualTo(frame).hasSameHashCodeAs(frame);
    }

    @Test
    void framesThatDifferInOneBitAreNotEqual() {
        Schema schema = Schema.of(new Field("x", DataType.DOUBLE));
        Frame zero = new FrameBuilder(schema, 1).append(0.0).build();
        assertThat(zero).isNotEqualTo(new FrameBuilder(schema, 1).append(-0.0).build());
        assertThat(zero)
                .isNotEqualTo(new FrameBuilder(schema, 1).append((Object) null).build());
        assertThat(zero)
                .isNotEqualTo(
                        new FrameBuilder(schema, 1).append(0.0).append(0.0).build());
        assertThat(zero).isNotEqualTo(Frame.empty(schema));
        assertThat(new FrameBuilder(schema, 1).append(Double.NaN).build())
                .isEqualTo(new FrameBuilder(schema, 1).append(Double.NaN).build());
    }

    @Test
    void slicesOutOfRangeAreRefused() {
        Frame frame = new FrameBuilder(SCHEMA, 1).append(1L, 1.0, "a").build();
        assertThatThrownBy(() -> frame.slice(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> frame.slice(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(frame.slice(1, 1).rows()).isZero();
    }

    @Test
    void aReaderGivesPiecesOfAtMost65536RowsAndAllOfThem() {
        FrameBuilder builder = new FrameBuilder(Schema.of(new Field("id", DataType.LONG)), 200_000);
        for (long i = 0; i < 200_000; i++) {
            builder.column(0).appendLong(i);
        }
        Frame frame = builder.build();
        List<Integer> sizes = new ArrayList<>();
        try (FrameReader reader = frame.reader()) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                sizes.add(next.get().rows());
            }
            assertThat(reader.next()).isEmpty();
        }
        assertThat(sizes).containsExactly(65_536, 65_536, 65_536, 3_392);
        assertThat(frame.reader().readAll()).isEqualTo(frame);
        assertThat(Frame.empty(SCHEMA).reader().next()).isEmpty();
        assertThat(Frame.empty(SCHEMA).reader().readAll()).isEqualTo(Frame.empty(SCHEMA));
    }

    @Test
    void aResultLargerThanHalfTheFreeHeapIsRefusedNamingTheWayOut() {
        Frame piece = new Frame(
                Schema.of(new Field("id", DataType.LONG)),
                List.of(new Column.Longs(DataType.LONG, new long[65_536], 65_536, Validity.ALL)),
                65_536);
        Iterator<Frame> endless = java.util.stream.Stream.generate(() -> piece).iterator();
        assertThatThrownBy(() -> FrameReader.of(piece.schema(), endless).readAll())
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("more than half of the free heap")
                .hasMessageContaining("Read it with a reader, write it to files")
                .extracting(error -> ((ShearwaterException) error).kind())
                .isEqualTo(ErrorKind.LIMITED);
    }

    private static Frame rowByRow(Frame frame, int start, int end) {
        FrameBuilder builder = new FrameBuilder(frame.schema(), 0);
        for (int row = start; row < end; row++) {
            builder.appendRow(frame, row);
        }
        return builder.build();
    }

    private static int nulls(Column column) {
        int nulls = 0;
        for (int row = 0; row < column.size(); row++) {
            nulls += column.isNull(row) ? 1 : 0;
        }
        return nulls;
    }
}
