package io.shearwater.wire;

import io.shearwater.api.ReadOptions;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Schema;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A statement that is to be executed elsewhere. Immutable.
 *
 * @param tables what names stand for that are not feature groups
 * @param zone of days, hours, and times without a zone
 */
public record SqlRequest(String sql, Map<String, Table> tables, ZoneId zone) {
    public SqlRequest {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** What a table is. */
    public sealed interface Table {
        /** Rows of a group. */
        record OfGroup(GroupRef group, ReadOptions rows) implements Table {}

        /** Rows that come along, by their number. */
        record OfRows(int number) implements Table {}

        /** Files that come along, by their number. */
        record OfFiles(int number, FileForm form) implements Table {}

        /** Columns alone, for what only looks at a statement. */
        record OfColumns(Schema schema) implements Table {}
    }
}
