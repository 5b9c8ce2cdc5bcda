package io.shearwater.definitions;

import io.shearwater.model.FeatureGroupSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which columns of a group a view takes. */
sealed interface Selection {
    /** Every column that is a feature. */
    record Features() implements Selection {}

    /** Every column; keys, times and partitions among them are no features. */
    record All() implements Selection {}

    /** These, each of them a feature. */
    record Named(List<YamlNode> names) implements Selection {}

    /** These; keys, times and partitions among them are no features. */
    record Row(List<YamlNode> names) implements Selection {}

    /** Every column but these; keys, times and partitions among them are no features. */
    record Except(List<YamlNode> names) implements Selection {}

    /** Whether index columns among the chosen are no features. */
    default boolean wholeRow() {
        return switch (this) {
            case Features features -> false;
            case Named named -> false;
            case All all -> true;
            case Row row -> true;
            case Except except -> true;
        };
    }

    /** Whether a column that the group gets later would be chosen too. */
    default boolean isOpen() {
        return switch (this) {
            case Features features -> true;
            case All all -> true;
            case Except except -> true;
            case Named named -> false;
            case Row row -> false;
        };
    }

    /** The chosen columns; absent where a name is a problem. */
    default Optional<List<String>> of(FeatureGroupSpec group) {
        List<String> all = group.schema().names();
        return switch (this) {
            case Features features -> Optional.of(group.featureNames());
            case All every -> Optional.of(all);
            case Named named -> known(named.names(), group);
            case Row row -> known(row.names(), group);
            case Except except ->
                known(except.names(), group)
                        .map(left -> all.stream()
                                .filter(name -> !left.contains(name))
                                .toList());
        };
    }

    private static Optional<List<String>> known(List<YamlNode> names, FeatureGroupSpec group) {
        List<String> all = group.schema().names();
        List<String> chosen = new ArrayList<>();
        for (YamlNode node : names) {
            node.text("a column")
                    .filter(name -> node.isOneOf("column", name, " of " + group.ref(), all))
                    .filter(name -> isFirst(node, name, chosen))
                    .ifPresent(chosen::add);
        }
        return chosen.size() == names.size() ? Optional.of(chosen) : Optional.empty();
    }

    private static boolean isFirst(YamlNode node, String name, List<String> before) {
        if (before.contains(name)) {
            node.problem("the column '" + name + "' is named twice");
            return false;
        }
        return true;
    }
}
