package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.ModelLineage;
import io.shearwater.learning.ModelCard;
import io.shearwater.learning.RegisteredModel;
import java.util.TreeMap;

/** Registered models, their cards and where their versions come from, as JSON. */
public final class ModelJson {
    public static final WireCodec<RegisteredModel> MODELS = WireCodec.ofObject(ModelJson::node, ModelJson::read);
    public static final WireCodec<ModelCard> CARDS = WireCodec.ofObject(ModelJson::node, ModelJson::card);
    public static final WireCodec<ModelLineage> LINEAGES = WireCodec.ofObject(ModelJson::node, ModelJson::lineage);

    private ModelJson() {}

    static ObjectNode node(RegisteredModel model) {
        ObjectNode node = WireJson.object().put("name", model.name()).put("description", model.description());
        node.set("aliases", ValueParser.write(model.aliases()));
        node.set("versions", ValueParser.write(model.versions()));
        return node;
    }

    static RegisteredModel read(JsonObject model) {
        return new RegisteredModel(
                model.text("name"),
                model.text("description"),
                new TreeMap<>(model.member("aliases").map(JsonValue::integer)),
                model.list("versions", JsonValue::integer));
    }

    static ObjectNode node(ModelCard card) {
        ObjectNode node = WireJson.object();
        node.set("model", RefJson.node(card.model()));
        ArrayNode sections = node.putArray("sections");
        card.sections()
                .forEach(section -> sections.addObject()
                        .put("title", section.title())
                        .put("text", section.text())
                        .put("automatic", section.isAutomatic()));
        return node;
    }

    static ModelCard card(JsonObject card) {
        return new ModelCard(
                RefJson.model(card.member("model")),
                card.list(
                        "sections",
                        section -> section.object(one -> new ModelCard.Section(
                                one.text("title"),
                                one.text("text"),
                                one.member("automatic").bool()))));
    }

    static ObjectNode node(ModelLineage lineage) {
        ObjectNode node = WireJson.object();
        node.set("model", RefJson.node(lineage.model()));
        lineage.view().ifPresent(view -> node.set("view", RefJson.node(view)));
        lineage.trainingDataset().ifPresent(version -> node.put("training_dataset", version));
        node.set("groups", RefJson.GROUPS.nodes(lineage.groups()));
        lineage.run().ifPresent(run -> node.put("run", run));
        node.set("deployments", WireJson.texts(lineage.deployments()));
        return node;
    }

    static ModelLineage lineage(JsonObject lineage) {
        return new ModelLineage(
                RefJson.model(lineage.member("model")),
                lineage.find("view").map(RefJson::view),
                ModelVersionJson.whole(lineage, "training_dataset"),
                lineage.list("groups", RefJson::group),
                lineage.find("run").map(JsonValue::text),
                lineage.member("deployments").texts());
    }
}
