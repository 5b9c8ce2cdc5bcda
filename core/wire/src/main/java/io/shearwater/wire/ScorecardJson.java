package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.evaluation.Check;
import io.shearwater.evaluation.Scorecard;

/** Checks, and how predictions did in them, as JSON. */
public final class ScorecardJson {
    public static final WireCodec<Check> CHECKS = WireCodec.ofObject(ScorecardJson::node, ScorecardJson::check);
    public static final WireCodec<Scorecard> SCORECARDS = new WireCodec<>(ScorecardJson::node, ScorecardJson::read);

    private ScorecardJson() {}

    static ObjectNode node(Check check) {
        ObjectNode node = WireJson.object().put("metric", check.metric()).put("rule", JsonValue.written(check.rule()));
        node.set("bound", ValueParser.write(check.bound()));
        check.slice().ifPresent(column -> node.put("slice", column));
        return node;
    }

    static Check check(JsonObject check) {
        return new Check(
                check.text("metric"),
                check.member("rule").choice(Check.Rule.class),
                check.member("bound").number(),
                check.find("slice").map(JsonValue::text));
    }

    static ArrayNode node(Scorecard scorecard) {
        ArrayNode findings = WireJson.array();
        scorecard.findings().forEach(finding -> {
            ObjectNode node = findings.addObject();
            node.set("check", node(finding.check()));
            node.put("passed", finding.isPassed()).put("why", finding.why());
        });
        return findings;
    }

    static Scorecard read(JsonValue value) {
        return new Scorecard(value.list(finding -> finding.object(one -> new Scorecard.Finding(
                one.member("check").object(ScorecardJson::check),
                one.member("passed").bool(),
                one.text("why")))));
    }
}
