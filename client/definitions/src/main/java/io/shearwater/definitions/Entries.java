package io.shearwater.definitions;

import io.shearwater.model.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The keys and values of a block, each key once. */
final class Entries {
    private final YamlNode at;
    private final Map<String, YamlNode> values = new LinkedHashMap<>();
    private final Map<String, YamlNode> keys = new LinkedHashMap<>();

    private Entries(YamlNode at) {
        this.at = at;
    }

    /** The entries of a block whose keys are names of the writer's; absent, with a problem, where there is no block. */
    static Optional<Entries> of(YamlNode at, String what) {
        if (!(at.node() instanceof MappingNode mapping)) {
            at.problem(what + " is a block of keys and values, not " + at.shown());
            return Optional.empty();
        }
        Entries entries = new Entries(at);
        for (NodeTuple tuple : mapping.getValue()) {
            entries.add(at.of(tuple.getKeyNode()), at.of(tuple.getValueNode()));
        }
        return Optional.of(entries);
    }

    /** The entries of a block that may have these keys; any other is a problem. */
    static Optional<Entries> of(YamlNode at, String what, List<String> known) {
        Optional<Entries> entries = of(at, what);
        entries.ifPresent(block -> block.keys.forEach((name, key) -> {
            if (!known.contains(name)) {
                key.problem("unknown key '" + name + "' of " + what + "; there are " + String.join(", ", known) + "."
                        + Names.didYouMean(name, known));
            }
        }));
        return entries;
    }

    private void add(YamlNode key, YamlNode value) {
        if (!(key.node() instanceof ScalarNode scalar)) {
            key.problem("a key is a word, not " + key.shown());
            return;
        }
        YamlNode first = keys.putIfAbsent(scalar.getValue(), key);
        if (first == null) {
            values.put(scalar.getValue(), value);
        } else {
            key.problem("'" + scalar.getValue() + "' stands twice in this block, first at " + first.place());
        }
    }

    /** The value of a key, if it is there; a key without a value is a problem. */
    Optional<YamlNode> get(String key) {
        Optional<YamlNode> value = Optional.ofNullable(values.get(key));
        if (value.isPresent() && value.get().isNull()) {
            value.get().problem("'" + key + "' has no value; give it one, or leave it out");
            return Optional.empty();
        }
        return value;
    }

    /** The value of a key that must be there. */
    Optional<YamlNode> need(String key, String what) {
        if (!values.containsKey(key)) {
            at.problem("'" + key + "' is missing: " + what);
        }
        return get(key);
    }

    /** The keys in order. */
    Map<String, YamlNode> keys() {
        return keys;
    }
}
