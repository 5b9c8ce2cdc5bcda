package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.EventTime;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.ForeignKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the columns of a feature group and what each is for. */
@Command(name = "describe", description = "Show the columns of a feature group and what they are for.")
final class DescribeCommand implements Runnable {
    private static final List<String> COLUMNS = List.of("column", "type", "role", "default", "description");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final GroupArgument group;

    DescribeCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.group = new GroupArgument(options);
    }

    @Override
    public void run() {
        FeatureGroupSpec described = group.read(FeatureGroup::spec);
        options.output()
                .printer(terminal)
                .print(new ResultTable(
                        COLUMNS,
                        described.features().stream()
                                .map(feature -> row(described, feature))
                                .toList()));
    }

    private static List<@Nullable Object> row(FeatureGroupSpec group, Feature feature) {
        return Arrays.asList(
                feature.name(),
                feature.type().toString(),
                role(group, feature.name()),
                feature.defaultValue().orElse(null),
                feature.description());
    }

    private static String role(FeatureGroupSpec group, String column) {
        List<String> roles = new ArrayList<>();
        if (group.primaryKey().contains(column)) {
            roles.add("primary key");
        }
        if (group.eventTime().map(EventTime::column).equals(Optional.of(column))) {
            roles.add("event time");
        }
        group.foreignKeys().stream()
                .filter(key -> key.columns().contains(column))
                .map(ForeignKey::group)
                .forEach(other -> roles.add("key of " + other));
        if (group.partitions().stream().anyMatch(partition -> partition.column().equals(column))) {
            roles.add("partition");
        }
        return roles.isEmpty() ? "feature" : String.join(", ", roles);
    }
}
