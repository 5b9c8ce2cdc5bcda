package io.shearwater.cli;

import io.shearwater.model.GroupRef;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes what asks a server for rows that an import wrote, in Python and for curl.
 *
 * @param key of the entity to look at; empty: the first rows
 */
record ImportRequests(Path store, GroupRef group, Optional<Map<String, Object>> key) {
    private static final String SERVER = "http://127.0.0.1:" + ServeCommand.USUAL_PORT;
    /** That of a store which nobody gave another one. */
    private static final String PROJECT = "default";

    /** The command that starts the server. */
    String serve() {
        return "./shearwater serve --store " + Quoted.word(store.toString());
    }

    private String keyFile() {
        return store.resolve("administrator.key").toString();
    }

    List<String> python() {
        List<String> lines = new ArrayList<>();
        lines.add("import shearwater");
        String values = key.map(ImportRequests::dictionary).orElse("");
        if (values.contains("Decimal(")) {
            lines.add("from decimal import Decimal");
        }
        if (values.contains(".fromisoformat(")) {
            lines.add("from datetime import date, datetime");
        }
        lines.add("project = shearwater.login(" + Quoted.text(SERVER) + ", " + Quoted.text(PROJECT) + ", api_key_file="
                + Quoted.text(keyFile()) + ")");
        lines.add("group = project.get_feature_store().get_feature_group(" + Quoted.text(group.name()) + ", version="
                + group.version() + ")");
        lines.add(key.isPresent() ? "print(group.online_rows(" + values + ", limit=1))" : "print(group.show(5))");
        return lines;
    }

    private static String dictionary(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(entry -> Quoted.text(entry.getKey()) + ": " + literal(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String literal(Object value) {
        return switch (value) {
            case Boolean truth -> truth ? "True" : "False";
            case BigDecimal number -> "Decimal(" + Quoted.text(number.toPlainString()) + ")";
            case LocalDate day -> "date.fromisoformat(" + Quoted.text(day.toString()) + ")";
            case Instant time ->
                "datetime.fromisoformat(" + Quoted.text(time.toString().replace("Z", "+00:00")) + ")";
            case Number number -> number.toString();
            default -> Quoted.text(value.toString());
        };
    }

    List<String> curl() {
        String rows =
                SERVER + "/api/v1/projects/" + PROJECT + "/feature-groups/" + group.name() + "/" + group.version();
        List<String> lines = new ArrayList<>();
        lines.add("curl -H \"Authorization: Bearer $(cat " + Quoted.word(keyFile()) + ")\" \\");
        if (key.isPresent()) {
            lines.add("    \"" + rows + "/online-rows?limit=1\" \\");
            lines.add("    -d " + Quoted.word(JsonPrinter.text(key.get())));
        } else {
            lines.add("    \"" + rows + "/rows?limit=5\"");
        }
        return lines;
    }
}
