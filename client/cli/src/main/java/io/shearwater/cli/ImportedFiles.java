package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files to import, as they are read.
 *
 * @param source with formats, but without types
 * @param columns of the files, and the one that is joined of several
 * @param eventTime the store's name of the column with the event time, if there is one
 */
record ImportedFiles(FileSource source, ImportedColumns columns, Optional<String> eventTime) {
    /**
     * What is read as a caller said.
     *
     * @param found the columns of the files
     * @param named the columns of the event time, under the names of the files or the store
     * @param group where the rows go, if it is there
     */
    static ImportedFiles of(
            FileSource plain, Schema found, FileOptions options, List<String> named, Optional<FeatureGroup> group) {
        ImportedColumns columns = ImportedColumns.of(found);
        EventTimeColumns times =
                new EventTimeColumns(named.stream().map(columns::original).toList());
        Optional<String> time = times.isJoined()
                ? Optional.of(joinedName(found, group))
                : times.columns().stream().findFirst();
        Map<String, TimeFormat> formats = options.timeFormats(time);
        FileSource source = plain;
        List<Field> fields = new ArrayList<>(found.fields());
        if (times.isJoined()) {
            String name = time.orElseThrow();
            if (!formats.containsKey(name)) {
                times.format().ifPresent(format -> formats.put(name, format));
            }
            source = source.withJoined(name, times.columns());
            fields.add(new Field(name, DataType.TIMESTAMP));
        }
        for (Map.Entry<String, TimeFormat> format : formats.entrySet()) {
            String column = columns.original(format.getKey());
            source = source.withTimeFormat(column, format.getValue().pattern());
            DataType type = format.getValue().hasTime() ? DataType.TIMESTAMP : DataType.DATE;
            replace(fields, column, type);
        }
        options.types().forEach((column, type) -> replace(fields, columns.original(column), type));
        ImportedColumns typed = ImportedColumns.of(Schema.of(fields));
        return new ImportedFiles(source, typed, time.map(typed::name));
    }

    /** The name of what is joined: the event time of the group, else event_time, with a number where the files have that. */
    private static String joinedName(Schema found, Optional<FeatureGroup> group) {
        Optional<String> known = group.flatMap(into -> into.spec().eventTime()).map(EventTime::column);
        String name = known.orElse(EventTimeColumns.JOINED);
        for (int number = 2; found.contains(name); number++) {
            name = EventTimeColumns.JOINED + "_" + number;
        }
        return name;
    }

    private static void replace(List<Field> fields, String column, DataType type) {
        int index = Schema.of(fields).index(column);
        fields.set(index, new Field(column, type));
    }

    /** The key of a row, under the store's names; empty where it cannot be written down. */
    static Optional<Map<String, Object>> key(List<String> primaryKey, Map<String, @Nullable Object> row) {
        Map<String, Object> key = new LinkedHashMap<>();
        for (String column : primaryKey) {
            Object value = row.get(column);
            if (value == null || value instanceof byte[]) {
                return Optional.empty();
            }
            key.put(column, value);
        }
        return Optional.of(key);
    }

    /** The same with other types where a group has them. */
    ImportedFiles typedAs(Schema group) {
        return new ImportedFiles(source, columns.typedAs(group), eventTime);
    }

    /** The rows under the store's names. */
    FrameReader reader(FeatureStore store) {
        return store.reader(source.withSchema(columns.found()))
                .renamed(columns.named().names());
    }
}
