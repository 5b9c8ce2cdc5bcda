package io.shearwater.cli;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.Schema;
import io.shearwater.model.TextForm;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the Java program that does what an import did: it reads the files, writes them and looks at one entity. */
final class ImportProgram {
    private final FileSource source;
    private final List<String> named;
    private final Path store;

    /** @param named the files or patterns as the caller named them */
    ImportProgram(FileSource source, List<String> named, Path store) {
        this.source = source;
        this.named = named;
        this.store = store;
    }

    /**
     * The program, to be run by the JDK from its source.
     *
     * @param group how it comes by the group: {@link #making} or {@link #finding}
     * @param types the columns and types to read; empty where the files tell them
     * @param key of the entity to look at, where it can be written down
     */
    List<String> lines(Group group, Optional<Schema> types, Optional<Map<String, Object>> key) {
        List<String> lines = new ArrayList<>(List.of(
                "import io.shearwater.api.*;",
                "import io.shearwater.model.*;",
                "import io.shearwater.store.Shearwater;",
                "import java.nio.file.Path;",
                "import java.time.*;",
                "import java.util.*;",
                "",
                "void main() {"));
        source.texts().charset().ifPresent(said -> lines.add(3, "import java.nio.charset.Charset;"));
        List<String> reading = reading(types);
        lines.add("    FileSource files = " + files() + (reading.isEmpty() ? ";" : ""));
        for (int i = 0; i < reading.size(); i++) {
            lines.add("        " + reading.get(i) + (i == reading.size() - 1 ? ";" : ""));
        }
        group.specification().forEach(line -> lines.add("    " + line));
        lines.add("    try (FeatureStore store = Shearwater.open(Path.of(" + Quoted.text(store.toString()) + "))) {");
        lines.add("        FeatureGroup group = " + group.expression() + ";");
        lines.add("        FrameReader rows = store.reader(files).withAllowedNames();");
        lines.add("        group.insert(rows, WriteOptions.plain());");
        key.ifPresent(values -> {
            lines.add("        Map<String, Object> key = " + map(values) + ";");
            lines.add("        IO.println(group.onlineRows(key, TimeRange.ALL, 1).toMaps());");
        });
        lines.addAll(List.of("    }", "}"));
        return lines;
    }

    private String files() {
        if (named.size() > 1) {
            return "FileSource.of(List.of("
                    + source.paths().stream()
                            .map(path -> "Path.of(" + Quoted.text(path.toString()) + ")")
                            .collect(Collectors.joining(", "))
                    + "))";
        }
        String only = named.getFirst();
        return only.equals(source.paths().getFirst().toString())
                ? "FileSource.of(Path.of(" + Quoted.text(only) + "))"
                : "FileSource.matching(" + Quoted.text(only) + ")";
    }

    private List<String> reading(Optional<Schema> types) {
        TextForm form = source.texts();
        List<String> lines = new ArrayList<>();
        form.charset()
                .ifPresent(charset -> lines.add(".withCharset(Charset.forName(" + Quoted.text(charset.name()) + "))"));
        if (!form.nulls().isEmpty()) {
            lines.add(".withNulls(" + texts(form.nulls()) + ")");
        }
        if (!form.zone().normalized().equals(ZoneOffset.UTC)) {
            lines.add(".withZone(ZoneId.of(" + Quoted.text(form.zone().getId()) + "))");
        }
        form.joined()
                .forEach((name, parts) ->
                        lines.add(".withJoined(" + Quoted.text(name) + ", List.of(" + texts(parts) + "))"));
        form.times()
                .forEach((column, format) -> lines.add(
                        ".withTimeFormat(" + Quoted.text(column) + ", " + Quoted.text(format.pattern()) + ")"));
        form.constants()
                .forEach((name, value) ->
                        lines.add(".withConstant(" + Quoted.text(name) + ", " + Quoted.text(value) + ")"));
        types.ifPresent(schema -> {
            lines.add(".withSchema(Schema.of(");
            for (int i = 0; i < schema.size(); i++) {
                lines.add("    new Field(" + Quoted.text(schema.field(i).name()) + ", DataType.parse("
                        + Quoted.text(schema.field(i).type().toString()) + "))" + (i < schema.size() - 1 ? "," : "))"));
            }
        });
        return lines;
    }

    /**
     * How a program comes by its group.
     *
     * @param specification statements that are needed before
     */
    record Group(List<String> specification, String expression) {}

    /** Makes a group that an import made, with the columns of its first rows. */
    static Group making(FeatureGroupSpec group) {
        List<String> lines = new ArrayList<>();
        lines.add("FeatureGroupSpec spec = FeatureGroupSpec.builder(" + Quoted.text(group.name()) + ", "
                + group.version() + ")");
        lines.add("    .primaryKey(" + texts(group.primaryKey()) + ")");
        group.eventTime().ifPresent(time -> lines.add("    .eventTime(" + Quoted.text(time.column()) + ")"));
        lines.add("    .online()");
        lines.add("    .build();");
        return new Group(lines, "store.getOrCreateFeatureGroup(spec)");
    }

    /** Finds a group that was there. */
    static Group finding(FeatureGroupSpec group) {
        return new Group(List.of(), "store.featureGroup(" + Quoted.text(group.name()) + ", " + group.version() + ")");
    }

    private static String map(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(entry -> Quoted.text(entry.getKey()) + ", " + literal(entry.getValue()))
                .collect(Collectors.joining(", ", "Map.of(", ")"));
    }

    private static String literal(Object value) {
        return switch (value) {
            case Long number -> number + "L";
            case Float number -> "Float.valueOf(" + Quoted.text(number.toString()) + ")";
            case BigDecimal number -> "new BigDecimal(" + Quoted.text(number.toPlainString()) + ")";
            case LocalDate day -> "LocalDate.parse(" + Quoted.text(day.toString()) + ")";
            case Instant time -> "Instant.parse(" + Quoted.text(time.toString()) + ")";
            case String string -> Quoted.text(string);
            default -> value.toString();
        };
    }

    private static String texts(List<String> values) {
        return values.stream().map(Quoted::text).collect(Collectors.joining(", "));
    }
}
