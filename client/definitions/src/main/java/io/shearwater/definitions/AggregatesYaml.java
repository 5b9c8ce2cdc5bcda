package io.shearwater.definitions;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the aggregates of a group as far as that can be done without its events. */
final class AggregatesYaml {
    static final List<String> KEYS = List.of("events", "version", "where", "features");
    static final List<String> FEATURE_KEYS =
            List.of("function", "numerator", "denominator", "window", "where", "by", "exclude-current", "when-missing");
    static final List<String> TERM_KEYS = List.of("function", "where");

    private AggregatesYaml() {}

    /** The draft; absent where anything of it is a problem. */
    static Optional<AggregatesDraft> read(YamlNode node) {
        int before = node.problems().count();
        return Entries.of(node, "'aggregates'", KEYS)
                .flatMap(entries -> {
                    Optional<YamlNode> events = entries.need("events", "the feature group of the events");
                    Optional<String> name = events.flatMap(
                            at -> at.checkedText("the name of a group", text -> Names.check("feature group", text)));
                    Optional<Integer> version = GroupYaml.version(entries);
                    List<AggregatesDraft.Feature> features = features(entries);
                    return name.flatMap(known -> version.map(number -> new AggregatesDraft(
                            events.orElseThrow(), new GroupRef(known, number), entries.get("where"), features)));
                })
                .filter(draft -> node.problems().count() == before);
    }

    private static List<AggregatesDraft.Feature> features(Entries entries) {
        List<AggregatesDraft.Feature> features = new ArrayList<>();
        entries.need(
                        "features",
                        "what is computed of the events, such as 'count_1h: {function: count(), window: rolling 1h}'")
                .flatMap(node -> Entries.of(node, "'features'"))
                .ifPresent(block -> block.keys().forEach((name, key) -> {
                    Optional<String> checked = key.checked(() -> Names.check("feature", name));
                    Optional<YamlNode> value = block.get(name);
                    if (checked.isPresent() && value.isPresent()) {
                        feature(name, value.get()).ifPresent(features::add);
                    }
                }));
        return features;
    }

    private static Optional<AggregatesDraft.Feature> feature(String name, YamlNode node) {
        return Entries.of(node, "an aggregate")
                .filter(block -> GroupYaml.isWhole(block, "function", "lag(amount, 1)"))
                .flatMap(any -> Entries.of(node, "an aggregate", FEATURE_KEYS))
                .flatMap(block -> feature(name, node, block));
    }

    private static Optional<AggregatesDraft.Feature> feature(String name, YamlNode node, Entries block) {
        List<AggregatesDraft.Term> terms = terms(block);
        boolean isRatio = block.keys().containsKey("numerator") || block.keys().containsKey("denominator");
        Optional<AggregateFunction> function;
        if (!isRatio) {
            function = function(block, "what is computed, such as sum(amount)");
        } else if (block.keys().containsKey("function")) {
            node.problem("an aggregate has a function, or the numerator and denominator of a ratio; '" + name
                    + "' has both");
            return Optional.empty();
        } else {
            function = terms.size() < 2
                    ? Optional.empty()
                    : node.checked(() -> AggregateFunction.ratio(
                            terms.getFirst().function(), terms.getLast().function()));
        }
        Optional<AggregationWindow> window = block.need("window", "which events count, such as rolling 1h")
                .flatMap(at -> at.checkedText("a window", AggregationWindow::parse));
        Optional<YamlNode> by = block.get("by");
        Optional<String> column = by.flatMap(at -> at.text("a column"));
        boolean excluding = block.get("exclude-current")
                .flatMap(at -> at.flag("'exclude-current'"))
                .orElse(false);
        if (function.isEmpty() || window.isEmpty() || by.isPresent() != column.isPresent()) {
            return Optional.empty();
        }
        Aggregate whole = Aggregate.of(function.get(), window.get()).as(name);
        Aggregate apart = column.map(whole::by).orElse(whole);
        return Optional.of(new AggregatesDraft.Feature(
                excluding ? apart.excludeCurrent() : apart,
                block.get("function").orElse(node),
                terms,
                block.get("where"),
                block.get("when-missing")));
    }

    private static Optional<AggregateFunction> function(Entries block, String what) {
        return block.need("function", what).flatMap(at -> at.checkedText("a function", AggregateFunction::parse));
    }

    private static List<AggregatesDraft.Term> terms(Entries block) {
        List<AggregatesDraft.Term> terms = new ArrayList<>();
        if (block.keys().containsKey("numerator") || block.keys().containsKey("denominator")) {
            block.need("numerator", "what is divided")
                    .flatMap(AggregatesYaml::term)
                    .ifPresent(terms::add);
            block.need("denominator", "what it is divided by")
                    .flatMap(AggregatesYaml::term)
                    .ifPresent(terms::add);
        }
        return terms;
    }

    private static Optional<AggregatesDraft.Term> term(YamlNode node) {
        return Entries.of(node, "a side of a ratio")
                .filter(block -> GroupYaml.isWhole(block, "function", "lag(amount, 1)"))
                .flatMap(any -> Entries.of(node, "a side of a ratio", TERM_KEYS))
                .flatMap(block -> function(block, "what is computed, such as sum(amount)")
                        .map(function -> new AggregatesDraft.Term(function, block.get("where"))));
    }
}
