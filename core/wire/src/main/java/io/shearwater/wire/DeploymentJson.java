package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.DeploymentReport;
import io.shearwater.api.DeploymentReport.Latency;
import io.shearwater.api.DeploymentReport.LogState;
import io.shearwater.api.DeploymentReport.Share;
import io.shearwater.learning.DeploymentSchema;

/** What deployments take and give, and how they do, as JSON. */
public final class DeploymentJson {
    public static final WireCodec<DeploymentSchema> SCHEMAS =
            WireCodec.ofObject(DeploymentJson::node, DeploymentJson::schema);
    public static final WireCodec<DeploymentReport> REPORTS =
            WireCodec.ofObject(DeploymentJson::node, DeploymentJson::report);

    private DeploymentJson() {}

    static ObjectNode node(DeploymentSchema schema) {
        ObjectNode node = WireJson.object().put("deployment", schema.deployment());
        node.set("serving_keys", SchemaJson.node(schema.servingKeys()));
        node.set("passed_features", SchemaJson.node(schema.passedFeatures()));
        node.set("request_parameters", SchemaJson.node(schema.requestParameters()));
        node.set("needed", WireJson.texts(schema.needed()));
        node.set("response", SchemaJson.node(schema.response()));
        return node;
    }

    static DeploymentSchema schema(JsonObject schema) {
        return new DeploymentSchema(
                schema.text("deployment"),
                SchemaJson.fields(schema.member("serving_keys")),
                SchemaJson.fields(schema.member("passed_features")),
                SchemaJson.fields(schema.member("request_parameters")),
                schema.member("needed").texts(),
                SchemaJson.fields(schema.member("response")));
    }

    static ObjectNode node(DeploymentReport report) {
        ObjectNode node = WireJson.object().put("requests", report.requests()).put("failed", report.failed());
        node.putObject("latency")
                .put("p50", report.latency().p50().toString())
                .put("p99", report.latency().p99().toString());
        ArrayNode models = node.putArray("models");
        report.models()
                .forEach(model -> models.addObject()
                        .put("model", model.model())
                        .put("role", model.role())
                        .put("predictions", model.predictions())
                        .put("failed", model.failed())
                        .put("switched_off", model.isSwitchedOff()));
        node.putObject("log")
                .put("written", report.log().written())
                .put("waiting", report.log().waiting())
                .put("lost", report.log().lost());
        report.slo().ifPresent(slo -> node.set("slo", DeploymentSpecJson.node(slo)));
        return node;
    }

    static DeploymentReport report(JsonObject report) {
        return new DeploymentReport(
                report.member("requests").whole(),
                report.member("failed").whole(),
                report.member("latency")
                        .object(one -> new Latency(
                                one.member("p50").duration(), one.member("p99").duration())),
                report.list(
                        "models",
                        model -> model.object(one -> new Share(
                                one.text("model"),
                                one.text("role"),
                                one.member("predictions").whole(),
                                one.member("failed").whole(),
                                one.member("switched_off").bool()))),
                report.member("log")
                        .object(log -> new LogState(
                                log.member("written").whole(),
                                log.member("waiting").whole(),
                                log.member("lost").whole())),
                report.find("slo").map(slo -> slo.object(DeploymentSpecJson::slo)));
    }
}
