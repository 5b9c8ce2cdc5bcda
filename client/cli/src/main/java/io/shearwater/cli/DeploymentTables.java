package io.shearwater.cli;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Arm;
import io.shearwater.model.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Deployments as tables. */
final class DeploymentTables {
    private static final double NANOS = 1e6;

    private DeploymentTables() {}

    /** What clients send and get, a line for each name. */
    static ResultTable schema(DeploymentSchema schema) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        add(rows, schema, "serving key", schema.servingKeys());
        add(rows, schema, "request parameter", schema.requestParameters());
        add(rows, schema, "passed feature", schema.passedFeatures());
        add(rows, schema, "response", schema.response());
        return new ResultTable(List.of("deployment", "is", "name", "type"), rows);
    }

    private static void add(
            List<List<@Nullable Object>> rows, DeploymentSchema schema, String what, List<Field> fields) {
        fields.forEach(field -> rows.add(Arrays.asList(
                schema.deployment(), what, field.name(), field.type().toString())));
    }

    static ResultTable list(List<DeploymentSpec> specs) {
        return new ResultTable(
                List.of("deployment", "serves", "shadows", "or_else", "fallbacks", "log"),
                specs.stream().map(DeploymentTables::row).toList());
    }

    private static List<@Nullable Object> row(DeploymentSpec spec) {
        String fallbacks = spec.fallbacks().isEmpty()
                ? null
                : String.join(", ", spec.fallbacks().keySet());
        DeploymentSpec.Routing routing = spec.routing();
        return Arrays.asList(
                spec.name(),
                routing.arms().stream().map(DeploymentTables::arm).collect(Collectors.joining(", ")),
                routing.shadows().isEmpty() ? null : routing.shadows().toString(),
                routing.simpler().map(Object::toString).orElse(null),
                fallbacks,
                spec.logging().name());
    }

    private static String arm(Arm arm) {
        return arm.variant() + (arm.share() == 1 ? "" : " " + Math.round(arm.share() * 100) + " %");
    }

    static double millis(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
