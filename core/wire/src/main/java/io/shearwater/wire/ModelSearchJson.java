package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.ModelSearch;
import io.shearwater.api.ModelSearch.Choice;
import io.shearwater.api.ModelSearch.Goal;
import io.shearwater.api.ModelSearch.Strategy;
import io.shearwater.api.ModelSearch.Trial;
import io.shearwater.api.Models;
import java.util.LinkedHashMap;
import java.util.Map;

/** Searches for parameters, and what came of them, as JSON. */
public final class ModelSearchJson {
    public static final WireCodec<ModelSearch.Result> RESULTS =
            WireCodec.ofObject(ModelSearchJson::node, ModelSearchJson::result);

    private ModelSearchJson() {}

    /** Searches, whose trainings are written by another. */
    public static WireCodec<ModelSearch> over(ModelWorkJson trainings) {
        return WireCodec.ofObject(search -> node(search, trainings), search -> read(search, trainings));
    }

    private static ObjectNode node(ModelSearch search, ModelWorkJson trainings) {
        ObjectNode node = WireJson.object().put("name", search.name());
        node.set("training", trainings.node(search.training()));
        ObjectNode space = node.putObject("space");
        search.space().forEach((name, choice) -> space.set(name, node(choice)));
        node.set("strategy", node(search.strategy()));
        node.putObject("goal")
                .put("metric", search.goal().metric())
                .put("direction", JsonValue.written(search.goal().direction()));
        return node.put("parallel", search.parallel());
    }

    private static ObjectNode node(Choice choice) {
        ObjectNode node = WireJson.object();
        switch (choice) {
            case Choice.OneOf one -> node.set("one_of", WireJson.texts(one.values()));
            case Choice.Uniform range ->
                node.putObject("uniform").put("low", range.low()).put("high", range.high());
            case Choice.LogUniform range ->
                node.putObject("log_uniform").put("low", range.low()).put("high", range.high());
        }
        return node;
    }

    private static ObjectNode node(Strategy strategy) {
        ObjectNode node = WireJson.object();
        switch (strategy) {
            case Strategy.Grid grid -> node.putObject("grid");
            case Strategy.Random random -> node.putObject("random").put("trials", random.trials());
            case Strategy.Halving halving ->
                node.putObject("halving")
                        .put("trials", halving.trials())
                        .put("budget", halving.budget())
                        .put("least", halving.least())
                        .put("most", halving.most())
                        .put("factor", halving.factor());
        }
        return node;
    }

    private static ModelSearch read(JsonObject search, ModelWorkJson trainings) {
        Map<String, Choice> space = new LinkedHashMap<>();
        search.member("space")
                .map(choice -> choice.object(ModelSearchJson::choice))
                .forEach(space::put);
        return new ModelSearch(
                search.text("name"),
                search.member("training").object(trainings::training),
                space,
                search.member("strategy").object(ModelSearchJson::strategy),
                search.member("goal")
                        .object(goal -> new Goal(
                                goal.text("metric"), goal.member("direction").choice(Models.Direction.class))),
                search.find("parallel").map(JsonValue::integer).orElse(1));
    }

    private static Choice choice(JsonObject choice) {
        String kind = choice.onlyName();
        JsonValue what = choice.member(kind);
        return switch (kind) {
            case "one_of" -> new Choice.OneOf(what.texts());
            case "uniform" ->
                what.object(range -> new Choice.Uniform(
                        range.member("low").number(), range.member("high").number()));
            case "log_uniform" ->
                what.object(range -> new Choice.LogUniform(
                        range.member("low").number(), range.member("high").number()));
            default -> throw choice.refused("has '" + kind + "'; there are one_of, uniform and log_uniform.");
        };
    }

    private static Strategy strategy(JsonObject strategy) {
        String kind = strategy.onlyName();
        JsonValue what = strategy.member(kind);
        return switch (kind) {
            case "grid" -> what.object(grid -> new Strategy.Grid());
            case "random" ->
                what.object(
                        random -> new Strategy.Random(random.member("trials").integer()));
            case "halving" ->
                what.object(halving -> new Strategy.Halving(
                        halving.member("trials").integer(),
                        halving.text("budget"),
                        halving.member("least").integer(),
                        halving.member("most").integer(),
                        halving.member("factor").integer()));
            default -> throw strategy.refused("has '" + kind + "'; there are grid, random and halving.");
        };
    }

    private static ObjectNode node(ModelSearch.Result result) {
        ObjectNode node = WireJson.object();
        node.set("best", node(result.best()));
        ArrayNode trials = node.putArray("trials");
        result.trials().forEach(trial -> trials.add(node(trial)));
        return node;
    }

    private static ObjectNode node(Trial trial) {
        ObjectNode node = WireJson.object().put("number", trial.number());
        node.set("parameters", ValueParser.write(trial.parameters()));
        node.set("value", ValueParser.write(trial.value()));
        return node.put("run", trial.run());
    }

    private static ModelSearch.Result result(JsonObject result) {
        return new ModelSearch.Result(
                result.member("best").object(ModelSearchJson::trial),
                result.list("trials", trial -> trial.object(ModelSearchJson::trial)));
    }

    private static Trial trial(JsonObject trial) {
        return new Trial(
                trial.member("number").integer(),
                ValidationJson.texts(trial.member("parameters")),
                trial.member("value").number(),
                trial.text("run"));
    }
}
