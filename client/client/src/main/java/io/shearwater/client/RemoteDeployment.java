package io.shearwater.client;

import io.shearwater.api.Deployment;
import io.shearwater.api.DeploymentReport;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.Prediction;
import io.shearwater.wire.DeploymentJson;
import io.shearwater.wire.DeploymentSpecJson;
import io.shearwater.wire.PredictionParser;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A deployment on a server. Thread-safe. */
final class RemoteDeployment implements Deployment {
    private final Http http;
    private final String name;
    /** What answers are read by; another one after the deployment was changed has the same requests. */
    private volatile @Nullable DeploymentSchema known;

    RemoteDeployment(Http http, String name) {
        this.http = http;
        this.name = name;
    }

    private Ask get(Object... more) {
        return Ask.get(path(more)).named("deployment '" + name + "'");
    }

    private Ask post(Object... more) {
        return Ask.post(path(more)).named("deployment '" + name + "'");
    }

    private Object[] path(Object... more) {
        return Ask.with(List.of(RemoteDeployments.DEPLOYMENTS, name), more).toArray();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeploymentSpec spec() {
        return http.read(get(), DeploymentSpecJson.SPECS::read);
    }

    @Override
    public DeploymentSchema schema() {
        DeploymentSchema schema = http.read(get("schema"), DeploymentJson.SCHEMAS::read);
        known = schema;
        return schema;
    }

    @Override
    public List<Prediction> predict(List<? extends Map<String, ?>> entries, PredictOptions options) {
        DeploymentSchema schema = known;
        PredictionParser answers = new PredictionParser(schema == null ? schema() : schema);
        Ask ask = post("predict").entries(entries);
        return http.read(options == PredictOptions.EXPLAINED ? ask.query("explain", true) : ask, answers::read);
    }

    @Override
    public Deployment rollback() {
        http.done(post("rollback").work());
        known = null;
        return this;
    }

    @Override
    public DeploymentReport report() {
        return http.read(get("report"), DeploymentJson.REPORTS::read);
    }

    @Override
    public void flushLog() {
        http.done(post("flush-log").repeatable().work());
    }
}
