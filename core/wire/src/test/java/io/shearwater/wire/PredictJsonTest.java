package io.shearwater.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.Explanation;
import io.shearwater.learning.Prediction.FeatureValue;
import io.shearwater.learning.Prediction.Interval;
import io.shearwater.learning.Prediction.Origin;
import io.shearwater.learning.Prediction.Outcome;
import io.shearwater.learning.Prediction.Served;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.Field;
import io.shearwater.model.ShearwaterException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PredictJsonTest {
    static final DeploymentSchema SCHEMA = new DeploymentSchema(
            "cards",
            List.of(new Field("card", DataType.STRING), new Field("bank", DataType.LONG)),
            List.of(
                    new Field("amount", DataType.DOUBLE),
                    new Field("price", DataType.decimal(20, 2)),
                    new Field("many", DataType.array(DataType.INT))),
            List.of(new Field("at", DataType.TIMESTAMP), new Field("day", DataType.DATE)),
            List.of("amount"),
            List.of(
                    new Field("prediction", DataType.BOOLEAN),
                    new Field("probabilities", DataType.map(DataType.DOUBLE))));

    private final PredictRequestParser requests = new PredictRequestParser(SCHEMA);

    @Test
    void a_request_comes_back_with_the_types_of_the_schema() {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("card", "\uD83D\uDE00 \"a\"");
        entry.put("bank", Long.MAX_VALUE);
        entry.put("amount", -0.1);
        entry.put("price", new BigDecimal("123456789012345678.90"));
        entry.put("many", Arrays.asList(1, null));
        entry.put("at", Instant.parse("1969-12-31T23:59:59.999999Z"));
        entry.put("day", LocalDate.of(2026, 2, 28));
        entry.put("request_id", "r1");
        PredictRequest request = new PredictRequest(List.of(entry, Map.of("card", "b")), PredictOptions.EXPLAINED);
        assertThat(requests.read(requests.write(request))).isEqualTo(request);
        PredictRequest plain = requests.read("{\"entries\":[{\"card\":\"a\",\"amount\":12,\"bank\":null}]}");
        assertThat(plain.options()).isEqualTo(PredictOptions.PLAIN);
        assertThat(plain.entries().getFirst()).containsEntry("amount", 12.0).containsEntry("bank", null);
    }

    @Test
    void what_is_no_request_is_refused_saying_where() {
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put("", "not an object");
        refused.put("{", "not JSON");
        refused.put("[]", "not an object");
        refused.put("{\"entries\":[]} x", "not JSON");
        refused.put("{\"entries\":[],\"entries\":[]}", "has 'entries' twice");
        refused.put("{\"entries\":{}}", "not a list");
        refused.put("{\"entrys\":[]}", "Did you mean 'entries'?");
        refused.put("{}", "no 'entries'");
        refused.put("{\"entries\":[1]}", "Entry 1 is 1");
        refused.put("{\"entries\":[],\"explain\":\"yes\"}", "neither true nor false");
        refused.put("{\"entries\":[{\"crad\":\"a\"}]}", "Did you mean 'card'?");
        refused.put("{\"entries\":[{\"card\":7}]}", "'card' is 7, which is not string");
        refused.put("{\"entries\":[{\"bank\":1.5}]}", "'bank' is 1.5, which is not long");
        refused.put("{\"entries\":[{\"bank\":9223372036854775808}]}", "'bank'");
        refused.put("{\"entries\":[{\"amount\":\"NaN\"}]}", "'amount'");
        refused.put("{\"entries\":[{\"amount\":1e999}]}", "too large");
        refused.put("{\"entries\":[{\"amount\":NaN}]}", "not JSON");
        refused.put("{\"entries\":[{\"at\":\"yesterday\"}]}", "'at'");
        refused.put("{\"entries\":[{\"many\":[1.5]}]}", "'many'");
        refused.put("{\"entries\":[{\"bank\":1e1000000000}]}", "'bank'");
        refused.put("{\"entries\":[{\"price\":1e1000000000}]}", "'price'");
        refused.put("{\"entries\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}", "not JSON");
        refused.forEach((text, why) -> assertThatThrownBy(() -> requests.read(text))
                .as(text.length() > 80 ? text.substring(0, 80) : text)
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(why));
        assertThatThrownBy(() -> requests.read("{\"entries\":[" + "{},".repeat(10_000) + "{}]}"))
                .hasMessageContaining("10000 are the most");
        assertThatThrownBy(() -> requests.read("\"" + "x".repeat(WireJson.LONGEST) + "\""))
                .hasMessageContaining("characters");
    }

    @Test
    void an_answer_comes_back_as_it_was() {
        Prediction prediction = new Prediction(
                "r1",
                new Served(
                        "cards",
                        Optional.of(new ModelRef("risk", 3)),
                        Optional.of("fraud version 1"),
                        2,
                        true,
                        Optional.empty()),
                new Outcome(
                        true,
                        List.of(0.75, Double.NaN),
                        Map.of("true", 0.75, "false", 0.25),
                        Optional.of(new Interval(-1, 2.5, 0.8)),
                        Map.of()),
                List.of(
                        new FeatureValue(
                                "spent",
                                1.5,
                                FeatureStatus.PRESENT,
                                Origin.STORED,
                                Optional.of(Instant.parse("2026-01-02T03:04:05.000006Z"))),
                        new FeatureValue("count", 7L, FeatureStatus.FALLBACK, Origin.FALLBACK, Optional.empty()),
                        new FeatureValue("shop", null, FeatureStatus.NOT_FOUND, Origin.STORED, Optional.empty())),
                Optional.of(new Explanation(1.25, -2, Map.of("spent", 3.25))),
                Map.of("vector", Duration.ofNanos(12_345)),
                List.of());
        PredictionParser parser = new PredictionParser(SCHEMA);
        String json = parser.write(List.of(prediction, prediction));
        assertThat(parser.read(json)).containsExactly(prediction, prediction);
        assertThatThrownBy(() -> parser.read("{\"predictions\":[{\"request_id\":\"r\"}]}"))
                .hasMessageContaining("'features'");
    }

    @Test
    void an_answer_of_logic_comes_back_with_its_outputs_and_all_that_it_asked() {
        DeploymentSchema schema = new DeploymentSchema(
                "checkout",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new Field("prediction", DataType.STRING),
                        new Field("risk", DataType.DOUBLE),
                        new Field("until", DataType.DATE),
                        new Field("reason", DataType.STRING)));
        Prediction asked = new Prediction(
                "r1",
                new Served(
                        "checkout",
                        Optional.of(new ModelRef("risk", 3)),
                        Optional.of("fraud version 1"),
                        2,
                        false,
                        Optional.empty()),
                new Outcome(true, List.of(0.75), Map.of("true", 0.75, "false", 0.25), Optional.empty(), Map.of()),
                List.of(new FeatureValue(
                        "spent", 1.5, FeatureStatus.PRESENT, Origin.STORED, Optional.of(Instant.EPOCH))),
                Optional.of(new Explanation(1.25, -2, Map.of("spent", 3.25))),
                Map.of("model", Duration.ofNanos(1_000)),
                List.of());
        Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
        outputs.put("risk", 0.75);
        outputs.put("until", LocalDate.of(2026, 3, 1));
        outputs.put("reason", null);
        Prediction prediction = new Prediction(
                "r1",
                new Served(
                        "checkout",
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        false,
                        Optional.of(new LogicCode("acme.Cascade", "ab12"))),
                new Outcome("stop", List.of(), Map.of(), Optional.empty(), outputs),
                List.of(),
                Optional.empty(),
                Map.of("logic", Duration.ofNanos(2_000)),
                List.of(new Prediction.Call("strong", asked)));
        PredictionParser parser = new PredictionParser(schema);
        String json = parser.write(List.of(prediction));
        assertThat(json).contains("\"logic\":\"acme.Cascade\"", "\"until\":\"2026-03-01\"", "\"part\":\"strong\"");
        assertThat(parser.read(json)).containsExactly(prediction);

        InferResponse response = new InferenceAdapter(schema)
                .response(new InferRequest(Optional.empty(), Map.of(), List.of(), List.of()), List.of(prediction));
        assertThat(response.outputs())
                .extracting(Tensor::name)
                .containsExactly("prediction", "risk", "until", "reason");
        assertThat(response.outputs())
                .extracting(output -> output.data().getFirst())
                .containsExactly("stop", 0.75, "2026-03-01", null);
    }
}
