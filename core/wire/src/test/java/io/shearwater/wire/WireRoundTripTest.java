package io.shearwater.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import io.shearwater.wire.Samples.Sample;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireRoundTripTest {
    private static Stream<Sample<?>> samples() {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void each_kind_comes_back_equal_alone_and_in_lists(Sample<?> sample) {
        comesBack(sample);
    }

    private static <T> void comesBack(Sample<T> sample) {
        String json = sample.codec().write(sample.value());
        assertThat(sample.codec().read(json)).as(json).isEqualTo(sample.value());
        List<T> two = List.of(sample.value(), sample.value());
        assertThat(sample.codec().readAll(sample.codec().writeAll(two))).isEqualTo(two);
        assertThat(sample.codec().read(sample.codec().node(sample.value()), "$.part"))
                .isEqualTo(sample.value());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_member_that_means_nothing_is_refused_in_each_kind(Sample<?> sample) {
        refusesMore(sample);
    }

    private static <T> void refusesMore(Sample<T> sample) {
        if (sample.codec().node(sample.value()) instanceof ObjectNode node && sample.codec() != TagsJson.TAGS) {
            node.put("nmae", 1);
            assertThatThrownBy(() -> sample.codec().read(node, "$"))
                    .message()
                    .matches("(?s).*(nmae|exactly one says what it is).*");
            assertThatThrownBy(() -> sample.codec().read(node, "$"))
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.USER));
        } else {
            assertThat(sample.name()).isIn("tags", "changes", "a scorecard");
        }
    }

    @Test
    void what_is_wrong_is_named_with_its_path() {
        refuses(
                "{\"name\": \"a\", \"version\": 1, \"primary_key\": [\"x\"], \"features\": [{\"name\": \"x\", \"typ\": \"int\"}]}",
                "$.features[0] has no 'type'. Is 'typ' meant to be it?");
        refuses(
                "{\"name\": \"a\", \"version\": 1, \"primary_key\": [\"x\"], \"ttl\": \"30 days\"}",
                "$.ttl is \"30 days\", which is no duration. Write it as in 'PT15M' or 'P30D'.");
        refuses(
                "{\"name\": \"a\", \"version\": 1, \"primary_key\": [\"x\"], \"storage\": \"onlin\"}",
                "$.storage is \"onlin\", which is none of [offline, offline_and_online, online]. Did you mean 'online'?");
        refuses(
                "{\"name\": \"a\", \"version\": \"1\", \"primary_key\": []}",
                "$.version is \"1\", which is not an integer");
        refuses(
                "{\"name\": \"a\", \"version\": 1, \"primary_key\": \"x\"}",
                "$.primary_key is \"x\", which is not a list.");
        refuses("[]", "$ is [], which is not an object.");
        refuses(
                "{\"name\": \"a\", \"version\": 1, \"primary_key\": [\"x\"], \"event_time\": {\"column\": \"t\", \"zone\": \"Mars\"}}",
                "$.event_time.zone is \"Mars\", which cannot be: Unknown time-zone ID: Mars.");
        refuses(
                "{\"name\": \"a\", \"version\": 1, \"primary_key\": [\"x\"], \"odd name\": 1}",
                "$ has 'odd name', which means nothing");
        refuses(
                "{\"name\": \"A\", \"version\": 1, \"primary_key\": [\"x\"]}",
                "The feature group name 'A' is not allowed");
    }

    private static void refuses(String group, String message) {
        assertThatThrownBy(() -> FeatureGroupJson.SPECS.read(group))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.USER));
    }

    @Test
    void what_is_left_out_has_its_usual_meaning() {
        assertThat(FeatureGroupJson.DECLARED.read("{\"name\": \"a\", \"version\": 1, \"primary_key\": [\"x\"],"
                        + " \"event_time\": \"t\", \"features\": [{\"name\": \"x\", \"type\": \"int\"}, {\"name\": \"t\","
                        + " \"type\": \"timestamp\"}]}"))
                .isEqualTo(FeatureGroupSpec.builder("a", 1)
                        .feature("x", DataType.INT)
                        .feature("t", DataType.TIMESTAMP)
                        .primaryKey("x")
                        .eventTime("t")
                        .build());
        assertThat(OptionsJson.reads(Samples.GROUP.schema(), "group").read("{}"))
                .isEqualTo(ReadOptions.all());
    }

    @Test
    void a_condition_may_be_a_text_where_the_columns_are_known() {
        WireCodec<Predicate> conditions =
                PredicateJson.of(Samples.GROUP.schema(), "feature group 'payments' version 2");
        assertThat(conditions.read("\"amount > 5 and code in (1, 2)\""))
                .isEqualTo(new Predicate.And(List.of(
                        new Predicate.Compare("amount", Predicate.Operator.GREATER, 5.0),
                        new Predicate.In("code", List.of(1, 2)))));
        assertThatThrownBy(() -> conditions.read("\"amuont > 5\"")).hasMessageContaining("Did you mean 'amount'?");
        assertThatThrownBy(() -> PredicateJson.PREDICATES.read("\"amount > 5\""))
                .hasMessageContaining("the columns are not known here");
    }

    @Test
    void options_of_training_data_come_back_without_what_is_local() {
        TrainingOptions options = TrainingOptions.of(SplitSpec.trainTest(0.25, 7))
                .where(Samples.FILTER)
                .withClassWeights("m_risky");
        TrainingOptions back = OptionsJson.training(Samples.GROUP.schema(), "view")
                .read(OptionsJson.training(Samples.GROUP.schema(), "view").write(options));
        assertThat(back.split()).isEqualTo(options.split());
        assertThat(back.filter()).isEqualTo(options.filter());
        assertThat(back.range()).isEqualTo(options.range());
        assertThat(back.weightLabel()).isEqualTo(options.weightLabel());
        assertThat(back.spine()).isEmpty();
    }

    @Test
    void a_view_is_made_over_groups_that_change_with_it_and_over_no_others() {
        String changes =
                "[{\"create_view\": {\"name\": \"v\", \"version\": 1, \"query\": {\"group\": {\"name\": \"fresh\","
                        + " \"version\": 1}, \"columns\": [\"x\"]}}}, {\"create_group\": {\"spec\": {\"name\": \"fresh\","
                        + " \"version\": 1, \"primary_key\": [\"x\"], \"features\": [{\"name\": \"x\", \"type\": \"int\"}]}}}]";
        assertThat(DefinitionsJson.changes(Samples::known).read(changes)).hasSize(2);
        assertThatThrownBy(() -> DefinitionsJson.changes(Samples::known)
                        .read(changes.replace(
                                "\"fresh\", \"version\": 1}, \"columns", "\"other\", \"version\": 1}, \"columns")))
                .hasMessageContaining("There is no group");
    }
}
