package io.shearwater.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.learning.ModelRef;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.Outcome;
import io.shearwater.learning.Prediction.Served;
import io.shearwater.model.ShearwaterException;
import io.shearwater.wire.Tensor.Datatype;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InferenceJsonTest {
    private final InferenceAdapter adapter = new InferenceAdapter(PredictJsonTest.SCHEMA);

    @Test
    void a_request_as_other_clients_write_it_becomes_entries() {
        InferRequest request = InferenceParser.readRequest("""
                {"id": "42", "parameters": {"explain": false, "n": 3, "x": 1.5, "t": "text"},
                 "inputs": [
                  {"name": "card", "shape": [2], "datatype": "BYTES", "data": ["a", "b"]},
                  {"name": "amount", "shape": [2, 1], "datatype": "FP64", "data": [[1.5], [2]]},
                  {"name": "bank", "shape": [2], "datatype": "INT64", "data": [7, null]},
                  {"name": "at", "shape": [2], "datatype": "BYTES", "parameters": {"content_type": "str"},
                   "data": ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]}],
                 "outputs": [{"name": "prediction"}]}""");
        assertThat(request.id()).contains("42");
        assertThat(request.parameters())
                .containsEntry("explain", false)
                .containsEntry("n", 3L)
                .containsEntry("x", 1.5)
                .containsEntry("t", "text");
        var entries = adapter.entries(request);
        assertThat(entries).hasSize(2);
        assertThat(entries.getFirst())
                .containsEntry("card", "a")
                .containsEntry("amount", 1.5)
                .containsEntry("bank", 7L)
                .containsEntry("at", Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(entries.get(1)).containsEntry("amount", 2.0).containsEntry("bank", null);
        assertThat(InferenceParser.readRequest(InferenceParser.write(request))).isEqualTo(request);
    }

    @Test
    void an_answer_has_the_outputs_that_were_asked_for() {
        Served served =
                new Served("cards", Optional.of(new ModelRef("risk", 3)), Optional.empty(), 1, false, Optional.empty());
        Prediction prediction = new Prediction(
                "r1",
                served,
                new Outcome(true, List.of(0.75), Map.of("true", 0.75, "false", 0.25), Optional.empty(), Map.of()),
                List.of(),
                Optional.empty(),
                Map.of(),
                List.of());
        InferRequest all = new InferRequest(Optional.of("42"), Map.of(), List.of(), List.of());
        InferResponse response = adapter.response(all, List.of(prediction, prediction));
        assertThat(response.outputs())
                .extracting(Tensor::name)
                .containsExactly("prediction", "probability_false", "probability_true");
        assertThat(response.outputs().getFirst().data()).containsExactly(true, true);
        assertThat(response.modelVersion()).contains("3");
        assertThat(InferenceParser.readResponse(InferenceParser.write(response)))
                .isEqualTo(response);
        InferRequest one = new InferRequest(Optional.empty(), Map.of(), List.of(), List.of("probability_true"));
        assertThat(adapter.response(one, List.of(prediction)).outputs())
                .singleElement()
                .satisfies(tensor -> assertThat(tensor.data()).containsExactly(0.75));
        InferRequest none = new InferRequest(Optional.empty(), Map.of(), List.of(), List.of("probabilty"));
        assertThatThrownBy(() -> adapter.response(none, List.of(prediction))).hasMessageContaining("[probabilty]");
    }

    @Test
    void metadata_says_what_a_request_may_name_and_what_comes_back() {
        ModelMetadata metadata = adapter.metadata();
        assertThat(metadata.inputs()).contains(new ModelMetadata.Column("amount", Datatype.FP64, List.of(-1L)));
        assertThat(metadata.outputs())
                .containsExactly(new ModelMetadata.Column("prediction", Datatype.BOOL, List.of(-1L)));
        assertThat(InferenceParser.readMetadata(InferenceParser.write(metadata)))
                .isEqualTo(metadata);
        assertThat(InferenceParser.writeError("no \"x\"")).isEqualTo("{\"error\":\"no \\\"x\\\"\"}");
    }

    @Test
    void hostile_tensors_are_refused() {
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put(tensor("card", "[2]", "BYTES", "[\"a\"]"), "2 values, and 1");
        refused.put(tensor("card", "[-1]", "BYTES", "[]"), "must not be negative");
        refused.put(tensor("card", "[4294967296, 4294967296]", "BYTES", "[]"), "10000000");
        refused.put(tensor("card", "[1.5]", "BYTES", "[]"), "no dimension");
        refused.put(tensor("card", "[1]", "STRING", "[\"a\"]"), "no datatype");
        refused.put(tensor("bank", "[1]", "UINT8", "[256]"), "not UINT8");
        refused.put(tensor("bank", "[1]", "INT8", "[-129]"), "not INT8");
        refused.put(tensor("bank", "[1]", "INT64", "[1.5]"), "not INT64");
        refused.put(tensor("bank", "[1]", "BOOL", "[1]"), "not BOOL");
        refused.put(tensor("amount", "[1]", "FP64", "[1e999]"), "not FP64");
        refused.put(tensor("amount", "[1]", "FP64", "{\"a\":1}"), "not a list");
        refused.put(
                "{\"inputs\":[{\"name\":\"card\",\"shape\":[1],\"datatype\":\"BYTES\","
                        + "\"parameters\":{\"binary_data_size\":5}}]}",
                "binary form");
        refused.put("{\"inputs\":[],\"parameters\":{\"a\":[]}}", "truth value");
        refused.forEach((text, why) -> assertThatThrownBy(() -> InferenceParser.readRequest(text))
                .as(text)
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(why));
        Tensor card = new Tensor("card", Datatype.BYTES, List.of(2L), Arrays.asList("a", "b"));
        refusedEntries(List.of(), "no inputs");
        refusedEntries(List.of(new Tensor("crad", Datatype.BYTES, List.of(1L), List.of("a"))), "Did you mean 'card'?");
        refusedEntries(List.of(card, card), "twice");
        refusedEntries(List.of(card, new Tensor("bank", Datatype.INT64, List.of(1L), List.of(1L))), "[2]");
        refusedEntries(List.of(new Tensor("card", Datatype.BYTES, List.of(1L, 2L), List.of("a", "b"))), "[1, 2]");
        refusedEntries(List.of(new Tensor("at", Datatype.BYTES, List.of(1L), List.of("soon"))), "'soon'");
    }

    private void refusedEntries(List<Tensor> inputs, String why) {
        InferRequest request = new InferRequest(Optional.empty(), Map.of(), inputs, List.of());
        assertThatThrownBy(() -> adapter.entries(request))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(why);
    }

    private static String tensor(String name, String shape, String datatype, String data) {
        return "{\"inputs\":[{\"name\":\"" + name + "\",\"shape\":" + shape + ",\"datatype\":\"" + datatype
                + "\",\"data\":" + data + "}]}";
    }
}
