package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.TransformationCall;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MethodTransformationTest {
    private static Frame frame(String name, DataType type, @Nullable Object... values) {
        Schema schema = Schema.of(List.of(new Field(name, type)));
        return Frame.of(
                schema,
                Arrays.stream(values)
                        .map(value -> {
                            Map<String, @Nullable Object> row = new HashMap<>();
                            row.put(name, value);
                            return row;
                        })
                        .toList());
    }

    private static Frame pairs(DataType a, DataType b, @Nullable Object[]... rows) {
        Schema schema = Schema.of(List.of(new Field("a", a), new Field("b", b)));
        return Frame.of(
                schema,
                Arrays.stream(rows)
                        .map(values -> {
                            Map<String, @Nullable Object> row = new HashMap<>();
                            row.put("a", values[0]);
                            row.put("b", values[1]);
                            return row;
                        })
                        .toList());
    }

    private static List<@Nullable Object> column(Frame frame, String name) {
        return Arrays.asList(frame.toMaps().stream().map(row -> row.get(name)).toArray());
    }

    @Test
    void a_method_reads_columns_by_name_and_writes_one_of_its_own() {
        TransformationCall call = Transformations.method(CardFunctions.class, "daysToCardExpiry");
        Schema schema = Schema.of(
                List.of(new Field("cc_expiry_date", DataType.DATE), new Field("event_time", DataType.TIMESTAMP)));
        Frame rows = Frame.of(
                schema,
                List.of(
                        Map.of(
                                "cc_expiry_date",
                                LocalDate.of(2025, 7, 1),
                                "event_time",
                                Instant.parse("2025-07-01T09:00:00Z")),
                        Map.of(
                                "cc_expiry_date",
                                LocalDate.of(2025, 7, 31),
                                "event_time",
                                Instant.parse("2025-07-01T23:59:59Z")),
                        Map.of("event_time", Instant.EPOCH)));
        Frame result = Transformations.apply(rows, call);
        assertThat(result.schema().names()).containsExactly("days_to_card_expiry", "event_time");
        assertThat(column(result, "days_to_card_expiry")).containsExactly(0, 30, null);
    }

    @Test
    void narrower_numbers_are_widened_and_columns_named_in_the_call_win() {
        TransformationCall call = Transformations.method(CardFunctions.class, "ratio");
        Frame rows =
                pairs(DataType.INT, DataType.FLOAT, new @Nullable Object[] {3, 2f}, new @Nullable Object[] {null, 2f});
        assertThat(column(Transformations.apply(rows, call), "ratio")).containsExactly(1.5, null);
        assertThat(column(Transformations.apply(rows, call.on("b", "a").as("other")), "other"))
                .containsExactly(2 / 3.0, null);
    }

    @Test
    void a_parameter_that_takes_null_gets_it() {
        TransformationCall call = Transformations.method(CardFunctions.class, "orZero");
        Frame rows = pairs(
                DataType.DOUBLE,
                DataType.LONG,
                new @Nullable Object[] {1.5, 2L},
                new @Nullable Object[] {null, 2L},
                new @Nullable Object[] {1.5, null},
                new @Nullable Object[] {null, null});
        assertThat(column(Transformations.apply(rows, call), "or_zero")).containsExactly(3.5, 2.0, 1.5, 0.0);
    }

    @Test
    void a_record_is_several_columns() {
        Frame result = Transformations.apply(
                frame("text", DataType.STRING, "abc", "", null), Transformations.method(CardFunctions.class, "parts"));
        assertThat(result.schema().toString()).contains("first string", "length int");
        assertThat(column(result, "first")).containsExactly("a", null, null);
        assertThat(column(result, "length")).containsExactly(3, null, null);
    }

    @Test
    void statistics_of_the_training_data_are_given() {
        TransformationCall call = Transformations.method(CardFunctions.class, "deviation");
        Frame result = Transformations.apply(frame("amount", DataType.DOUBLE, 50.0, 250.0, 0.0), call);
        assertThat(column(result, "deviation")).containsExactly(0.5, 2.5, 0.0);
    }

    @Test
    void an_exception_names_the_row_and_its_values() {
        TransformationCall call = Transformations.method(CardFunctions.class, "failing");
        assertThatThrownBy(() -> Transformations.apply(frame("a", DataType.LONG, 1L, -5L), call))
                .hasMessageContaining("row 2")
                .hasMessageContaining("{a=-5}")
                .hasMessageContaining("negative")
                .hasMessageContaining("CardFunctions.failing");
    }

    @Test
    void a_vectorised_form_is_used_if_it_agrees_and_refused_if_not() {
        Frame rows = frame("a", DataType.DOUBLE, 1.0, null);
        assertThat(column(
                        Transformations.apply(rows, Transformations.method(CardFunctions.class, "doubled")), "doubled"))
                .containsExactly(2.0, null);
        assertThatThrownBy(() -> Transformations.apply(rows, Transformations.method(CardFunctions.class, "tripled")))
                .hasMessageContaining("CardFunctions#tripled' disagree for {a=");
    }

    @Test
    void what_is_no_transformation_is_refused_with_the_reason() {
        assertThatThrownBy(() -> Transformations.method(CardFunctions.class, "plain"))
                .hasMessageContaining("not annotated");
        assertThatThrownBy(() -> Transformations.method(CardFunctions.class, "nothing"))
                .hasMessageContaining("no method of this name");
        assertThatThrownBy(() -> Transformations.apply(
                        frame("a", DataType.STRING, "x"), Transformations.method(CardFunctions.class, "failing")))
                .hasMessageContaining("'a' is string")
                .hasMessageContaining("takes long");
        assertThatThrownBy(() ->
                        Transformations.method(CardFunctions.class, "ratio").on("a"))
                .hasMessageContaining("takes 2 columns");
        assertThatThrownBy(() -> Transformations.apply(
                        frame("amout", DataType.DOUBLE, 1.0), Transformations.method(CardFunctions.class, "deviation")))
                .hasMessageContaining("no column 'amount'")
                .hasMessageContaining("Did you mean 'amout'?");
    }

    @Test
    void a_class_without_a_name_can_be_tried_and_not_registered() {
        Transformation draft = new Transformation() {
            @Override
            public List<Output> outputs(List<Input> inputs) {
                return List.of(Output.of(DataType.LONG));
            }

            @Override
            public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
                return ColumnBatch::columns;
            }
        };
        Frame rows = frame("a", DataType.LONG, 1L);
        assertThat(column(Transformations.apply(rows, draft, List.of("a"), List.of("b")), "b"))
                .containsExactly(1L);
        assertThatThrownBy(() -> Transformations.of(draft, "draft", 1, "a")).hasMessageContaining("has no name");
    }

    /** Public, in a class that is not. */
    public static final class Within {
        private Within() {}

        @TransformationFunction
        public static double twice(double x) {
            return 2 * x;
        }
    }

    @Test
    void a_method_that_other_programs_do_not_see_is_refused() {
        assertThatThrownBy(() -> Transformations.method(Within.class, "twice"))
                .hasMessageContaining("Within#twice' is no transformation")
                .hasMessageContaining("the classes around that class have to be public too");
    }
}
