package io.shearwater.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.evaluation.Check;
import io.shearwater.evaluation.Scorecard;
import io.shearwater.evaluation.Scorecard.Finding;
import io.shearwater.registry.Json;
import java.util.Locale;
import java.util.Optional;

/** Scorecards as JSON. */
final class ScorecardJson {
    private ScorecardJson() {}

    static JsonNode write(Scorecard scorecard) {
        return Json.array(
                scorecard.findings().stream().map(ScorecardJson::write).toList());
    }

    private static ObjectNode write(Finding finding) {
        Check check = finding.check();
        ObjectNode node = Json.object()
                .put("metric", check.metric())
                .put("rule", check.rule().name().toLowerCase(Locale.ROOT))
                .put("bound", Double.toString(check.bound()));
        check.slice().ifPresent(column -> node.put("slice", column));
        return node.put("passed", finding.isPassed()).put("why", finding.why());
    }

    static Scorecard read(JsonNode node) {
        ObjectNode holder = Json.object();
        holder.set("findings", node);
        return new Scorecard(Json.list(holder, "findings", ScorecardJson::readFinding));
    }

    private static Finding readFinding(JsonNode node) {
        Check check = new Check(
                Json.text(node, "metric"),
                Check.Rule.valueOf(Json.text(node, "rule").toUpperCase(Locale.ROOT)),
                Double.parseDouble(Json.text(node, "bound")),
                Optional.ofNullable(Json.find(node, "slice")).map(JsonNode::asText));
        return new Finding(check, Json.member(node, "passed").asBoolean(), Json.text(node, "why"));
    }
}
