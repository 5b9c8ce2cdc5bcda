package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.ModelFiles;
import io.shearwater.learning.ModelOrigin;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.ModelVersion.Assessment;
import io.shearwater.learning.ModelVersion.Dossier;
import io.shearwater.learning.ModelVersion.StageChange;
import io.shearwater.learning.Task;
import java.util.OptionalInt;

/** Versions of models as JSON. */
public final class ModelVersionJson {
    public static final WireCodec<ModelVersion> VERSIONS =
            WireCodec.ofObject(ModelVersionJson::node, ModelVersionJson::read);
    public static final WireCodec<ModelSignature> SIGNATURES =
            WireCodec.ofObject(ModelVersionJson::node, ModelVersionJson::signature);

    private ModelVersionJson() {}

    static ObjectNode node(ModelVersion version) {
        ObjectNode node =
                RefJson.node(version.ref()).put("created", version.created().toString());
        node.set("signature", node(version.signature()));
        node.put("format", version.files().format());
        ArrayNode files = node.putArray("files");
        version.files()
                .files()
                .forEach(file -> files.addObject()
                        .put("path", file.path())
                        .put("bytes", file.bytes())
                        .put("sha256", file.sha256()));
        node.set("origin", node(version.origin()));
        node.set("metrics", ValueParser.write(version.metrics()));
        version.assessment().scorecard().ifPresent(card -> node.set("scorecard", ScorecardJson.node(card)));
        ArrayNode validations = node.putArray("validations");
        version.validations().forEach(validation -> validations.add(ValidationJson.node(validation)));
        Dossier dossier = version.dossier();
        node.put("stage", dossier.stage().text()).put("description", dossier.description());
        node.set("card", ValueParser.write(dossier.card()));
        ArrayNode changes = node.putArray("stage_changes");
        dossier.changes()
                .forEach(change -> changes.addObject()
                        .put("from", change.from().text())
                        .put("to", change.to().text())
                        .put("at", change.at().toString())
                        .put("by", change.by())
                        .put("comment", change.comment()));
        return node;
    }

    static ObjectNode node(ModelOrigin origin) {
        ObjectNode node = WireJson.object();
        origin.run().ifPresent(run -> node.put("run", run));
        origin.view().ifPresent(view -> node.set("view", RefJson.node(view)));
        origin.trainingDataset().ifPresent(version -> node.put("training_dataset", version));
        node.set("parameters", ValueParser.write(origin.parameters()));
        node.set("libraries", ValueParser.write(origin.libraries()));
        return node;
    }

    static ObjectNode node(ModelSignature signature) {
        ObjectNode node = WireJson.object();
        node.set("features", SchemaJson.node(signature.features().fields()));
        node.put("task", signature.task().text()).put("label", signature.label());
        node.set("classes", WireJson.texts(signature.classes()));
        node.set("quantiles", ValueParser.write(signature.quantiles()));
        return node;
    }

    static ModelSignature signature(JsonObject signature) {
        return new ModelSignature(
                SchemaJson.read(signature.member("features")),
                signature.member("task").choice(Task.class),
                signature.text("label"),
                signature.findList("classes", JsonValue::text),
                signature.findList("quantiles", JsonValue::number));
    }

    static ModelVersion read(JsonObject version) {
        return new ModelVersion(
                RefJson.model(version),
                version.member("created").instant(),
                version.member("signature").object(ModelVersionJson::signature),
                new ModelFiles(
                        version.text("format"),
                        version.list(
                                "files",
                                file -> file.object(one -> new ModelFiles.ModelFile(
                                        one.text("path"), one.member("bytes").whole(), one.text("sha256"))))),
                version.member("origin").object(ModelVersionJson::origin),
                new Assessment(
                        ValidationJson.numbers(version.member("metrics")),
                        version.find("scorecard").map(ScorecardJson::read),
                        version.list("validations", one -> one.object(ValidationJson::read))),
                new Dossier(
                        version.member("stage").choice(ModelStage.class),
                        version.text("description"),
                        ValidationJson.texts(version.member("card")),
                        version.list("stage_changes", one -> one.object(ModelVersionJson::change))));
    }

    private static StageChange change(JsonObject change) {
        return new StageChange(
                change.member("from").choice(ModelStage.class),
                change.member("to").choice(ModelStage.class),
                change.member("at").instant(),
                change.text("by"),
                change.text("comment"));
    }

    private static ModelOrigin origin(JsonObject origin) {
        return new ModelOrigin(
                origin.find("run").map(JsonValue::text),
                origin.find("view").map(RefJson::view),
                whole(origin, "training_dataset"),
                ValidationJson.texts(origin.member("parameters")),
                ValidationJson.texts(origin.member("libraries")));
    }

    static OptionalInt whole(JsonObject object, String name) {
        return object.find(name).map(value -> OptionalInt.of(value.integer())).orElse(OptionalInt.empty());
    }
}
