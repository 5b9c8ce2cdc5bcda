package io.shearwater.client;

import io.shearwater.api.BatchPrediction;
import io.shearwater.api.Deployment;
import io.shearwater.api.Deployments;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.model.Commit;
import io.shearwater.model.FrameReader;
import io.shearwater.wire.CommitJson;
import io.shearwater.wire.DeploymentSpecJson;
import io.shearwater.wire.RefJson;
import io.shearwater.wire.TimeRangeJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What predicts in a project on a server. Thread-safe. */
record RemoteDeployments(Http http) implements Deployments {
    static final String DEPLOYMENTS = "deployments";

    @Override
    public Deployment deploy(DeploymentSpec spec) {
        http.read(
                Ask.of("PUT", DEPLOYMENTS, spec.name())
                        .work()
                        .named("deploy '" + spec.name() + "'")
                        .json(DeploymentSpecJson.SPECS.write(spec)),
                DeploymentSpecJson.SPECS::read);
        return new RemoteDeployment(http, spec.name());
    }

    @Override
    public Deployment deployment(String name) {
        return new RemoteDeployment(
                http,
                http.read(Ask.get(DEPLOYMENTS, name), DeploymentSpecJson.SPECS::read)
                        .name());
    }

    @Override
    public Optional<Deployment> find(String name) {
        return RemoteFeatureStore.found(() -> deployment(name));
    }

    @Override
    public List<DeploymentSpec> list() {
        return http.pages(Ask.get(DEPLOYMENTS), value -> DeploymentSpecJson.SPECS.read(value.node(), value.path()));
    }

    @Override
    public Map<String, String> check() {
        Map<String, String> faults = new LinkedHashMap<>();
        http.list(
                        Ask.get("deployment-check").work(),
                        value -> value.object(item -> Map.entry(item.text("deployment"), item.text("fault"))))
                .forEach(fault -> faults.put(fault.getKey(), fault.getValue()));
        return faults;
    }

    @Override
    public void remove(String name) {
        http.done(Ask.of("DELETE", DEPLOYMENTS, name).work());
    }

    @Override
    public FrameReader predictBatch(BatchPrediction batch) {
        try (Attachments along = new Attachments()) {
            return http.rows(asked(batch, along, "batch-predictions").repeatable());
        }
    }

    @Override
    public Commit predictInto(BatchPrediction batch, String group) {
        try (Attachments along = new Attachments()) {
            return http.read(
                    asked(batch, along, "batch-predictions", "into", group).repeatable(), CommitJson.COMMITS::read);
        }
    }

    private static Ask asked(BatchPrediction batch, Attachments along, Object... path) {
        StringBuilder document = new StringBuilder("{\"model\": ").append(RefJson.MODELS.write(batch.model()));
        switch (batch.rows()) {
            case BatchPrediction.Rows.Range range ->
                document.append(", \"range\": ").append(TimeRangeJson.RANGES.write(range.range()));
            case BatchPrediction.Rows.Spine spine -> along.add(spine.spine());
            case BatchPrediction.Rows.Latest latest -> document.append(", \"latest\": true");
        }
        document.append(", \"logged\": ").append(batch.logging() == DeploymentSpec.Logging.ON);
        return Ask.post(path)
                .work()
                .named("batch of predictions by " + batch.model())
                .with(along.body(document.append('}').toString()));
    }
}
