package io.shearwater.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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
                .hasMessageContainingAll("(the first 10)", "row 1:", "row 10:")
                .message()
                .doesNotContain("row 11:");
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
