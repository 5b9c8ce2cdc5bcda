package io.shearwater.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import io.shearwater.model.Validity;
import io.shearwater.spi.SpiError;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckedRowsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final FeatureGroupSpec GROUP = FeatureGroupSpec.builder("cards", 1)
            .feature("id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("name", DataType.string(3))
            .feature("amount", DataType.decimal(6, 2))
            .feature(Feature.of("level", DataType.INT).withDefault(7))
            .primaryKey("id")
            .eventTime("at")
            .build();

    private static Schema input(Field... more) {
        return Schema.of(new Field("id", DataType.INT), new Field("at", DataType.TIMESTAMP))
                .plus(List.of(more));
    }

    private static final Schema WITHOUT_LEVEL =
            input(new Field("name", DataType.STRING), new Field("amount", DataType.decimal(38, 9)));

    private static CheckedRows checked(Frame... frames) {
        return new CheckedRows(
                GROUP, FrameReader.of(frames[0].schema(), List.of(frames).iterator()), Times.micros(NOW));
    }

    private static FrameBuilder rows() {
        return new FrameBuilder(WITHOUT_LEVEL, 4);
    }

    @Test
    void rows_get_the_types_and_defaults_of_the_group() {
        Frame frame = rows().append(1, NOW, "añ😀", new BigDecimal("12.50")).build();
        Frame checked = checked(frame).next().orElseThrow();
        assertThat(checked.schema()).isEqualTo(GROUP.schema());
        assertThat(checked.row(0).values()).containsExactly(1L, NOW, "añ😀", new BigDecimal("12.50"), 7);
    }

    @Test
    void bad_rows_are_named_with_their_number_across_frames() {
        Frame first = rows().append(1, NOW, "abc", BigDecimal.ONE).build();
        Frame second = rows().append(null, NOW, "abc", BigDecimal.ONE)
                .append(3, null, "abcd", BigDecimal.ONE)
                .append(4, NOW, "abc", new BigDecimal("12.345"))
                .append(5, NOW.plusSeconds(1), "abc", BigDecimal.ONE)
                .build();
        CheckedRows rows = checked(first, second);
        assertThat(rows.next()).isPresent();
        assertThatThrownBy(rows::next)
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        error -> assertThat(error.code()).isEqualTo(OfflineError.BAD_ROWS))
                .hasMessageContainingAll(
                        "Nothing was written",
                        "4 of 5 rows break its rules",
                        "row 2: the primary key 'id' is null",
                        "row 3: the event time 'at' is null",
                        "row 3: 'name' holds at most 3 characters; 'abcd' has 4",
                        "row 4: The column 'amount' is decimal(6,2) and cannot hold '12.345",
                        "row 5: the event time 'at' is 2026-01-01T00:00:01Z");
    }

    @Test
    void the_rest_of_the_input_is_searched_for_up_to_ten_bad_rows() {
        FrameBuilder bad = rows();
        for (int i = 0; i < 6; i++) {
            bad.append(null, NOW, "abc", BigDecimal.ONE);
        }
        Frame six = bad.build();
        assertThatThrownBy(() -> checked(six, six, six).next())
                .hasMessageContainingAll("18 of 18 rows break its rules", "(the first 10)", "row 1:", "row 10:")
                .message()
                .doesNotContain("row 11:");
    }

    @Test
    void the_first_bad_rows_are_named_whatever_their_columns() {
        FrameBuilder bad = rows();
        for (int i = 0; i < 40; i++) {
            // The column that is checked last is wrong first.
            bad.append(1, i < 5 ? null : NOW, i < 5 ? "abc" : "abcd", BigDecimal.ONE);
        }
        assertThatThrownBy(() -> checked(bad.build()).next())
                .hasMessageContainingAll(
                        "40 of 40", "row 1: the event time 'at' is null", "row 10: 'name' holds at most 3")
                .message()
                .doesNotContain("row 11:");
    }

    @Test
    void a_long_input_that_is_nearly_all_wrong_is_not_read_to_its_end() {
        Frame bad = new FrameBuilder(WITHOUT_LEVEL, 1)
                .append(null, NOW, "abc", BigDecimal.ONE)
                .build();
        Iterator<Frame> endless = Stream.generate(() -> bad).iterator();
        CheckedRows rows = new CheckedRows(GROUP, FrameReader.of(bad.schema(), endless), Times.micros(NOW));
        assertThatThrownBy(rows::next).hasMessageContaining("at least 1000 of the first 1000 rows break its rules");
    }

    @Test
    void bad_rows_are_told_also_when_the_input_breaks_after_them() {
        Frame bad = new FrameBuilder(WITHOUT_LEVEL, 1)
                .append(null, NOW, "abc", BigDecimal.ONE)
                .build();
        Iterator<Frame> broken = Stream.of(1, 2)
                .map(piece -> {
                    if (piece == 2) {
                        throw SpiError.BAD_FILE.because("The file ends here.");
                    }
                    return bad;
                })
                .iterator();
        CheckedRows rows = new CheckedRows(GROUP, FrameReader.of(bad.schema(), broken), Times.micros(NOW));
        assertThatThrownBy(rows::next)
                .hasMessageContainingAll("at least 1 of the first 1 row", "row 1: the primary key 'id' is null");
    }

    @Test
    void texts_of_the_right_type_are_measured_too_also_in_lists() {
        FeatureGroupSpec tagged = FeatureGroupSpec.builder("tagged", 1)
                .feature("id", DataType.string(3))
                .feature("tags", DataType.array(DataType.string(2)))
                .primaryKey("id")
                .build();
        byte[] text = "abcd".getBytes(StandardCharsets.UTF_8);
        Validity all = Validity.ALL;
        // As a reader of files makes them, which does not look at lengths.
        Column.Bytes ids = new Column.Bytes(DataType.string(3), text, new int[] {0, 4}, 1, all);
        Column.Bytes parts = new Column.Bytes(DataType.string(2), text, new int[] {0, 4}, 1, all);
        Column.Lists tags = new Column.Lists(DataType.array(DataType.string(2)), parts, new int[] {0, 1}, 1, all);
        Frame frame = new Frame(tagged.schema(), List.of(ids, tags), 1);
        assertThatThrownBy(() -> new CheckedRows(tagged, frame.reader(), 0).next())
                .hasMessageContainingAll(
                        "row 1: 'id' holds at most 3 characters; 'abcd' has 4",
                        "row 1: The column 'tags.element' holds at most 2 characters; 'abcd' has 4");
    }

    @Test
    void unknown_and_missing_columns_are_named() {
        Schema unknown = WITHOUT_LEVEL.plus(List.of(new Field("lvel", DataType.INT)));
        assertThatThrownBy(() -> checked(Frame.empty(unknown)))
                .hasMessageContainingAll("'lvel'", "Did you mean 'level'?");
        assertThatThrownBy(() -> checked(Frame.empty(input(new Field("name", DataType.STRING)))))
                .hasMessageContainingAll("lacks the column 'amount' (decimal(6,2))", "'cards'");
    }

    @Test
    void a_column_of_another_type_is_refused_at_once() {
        Schema wrong = Schema.of(
                new Field("id", DataType.STRING),
                new Field("at", DataType.TIMESTAMP),
                new Field("name", DataType.STRING),
                new Field("amount", DataType.LONG));
        assertThatThrownBy(() -> checked(Frame.empty(wrong)))
                .hasMessageContainingAll("The column 'id'", "is long, the input's is string");
    }

    @Test
    void bounds_cover_every_identity() {
        Frame frame = rows().append(5, NOW, "a", BigDecimal.ONE)
                .append(-2, NOW.minusSeconds(9), "b", BigDecimal.ONE)
                .build();
        CheckedRows rows = checked(frame);
        rows.next();
        assertThat(rows.bounds().condition().columns()).containsExactly("id", "at");
        assertThat(rows.bounds().condition().toString())
                .contains("id >= -2", "id <= 5", "at >= '2025-12-31T23:59:51Z'", "at <= '2026-01-01T00:00:00Z'");
        assertThat(new KeyBounds(List.of("name")).condition()).isEqualTo(Predicate.all());
    }
}
