package io.shearwater.cli;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the first rows of files show before they are written.
 *
 * @param table a row for each column: its name in the files and in the store, its type, a value and the nulls
 * @param rows how many rows were looked at
 * @param whole whether these were all
 * @param first the first row, under the store's names
 * @param keys the columns that tell rows apart
 * @param hints what seems to be otherwise than meant
 */
record ImportPreview(
        ResultTable table,
        long rows,
        boolean whole,
        Map<String, @Nullable Object> first,
        List<String> keys,
        List<String> hints) {
    private static final List<String> COLUMNS = List.of("in the file", "column", "type", "example", "nulls");
    private static final long MOST_ROWS = 1_000_000;
    private static final int SHOWN = 30;

    /**
     * Looks at rows.
     *
     * @param reader under the store's names; closed
     */
    static ImportPreview of(ImportedFiles files, FrameReader reader) {
        try (reader) {
            Schema schema = reader.schema();
            Looked looked = new Looked(schema, files.eventTime().filter(schema::contains));
            Optional<Frame> next = reader.next();
            for (; next.isPresent() && looked.rows < MOST_ROWS; next = reader.next()) {
                looked.add(next.get());
            }
            return new ImportPreview(
                    looked.table(files.columns()),
                    looked.rows,
                    next.isEmpty(),
                    looked.first,
                    looked.keys.names(),
                    looked.hints());
        }
    }

    private static final class Looked {
        private final Schema schema;
        private final @Nullable Object[] examples;
        private final long[] nulls;
        private final Map<String, @Nullable Object> first = new LinkedHashMap<>();
        private final KeyCandidates keys;
        private final Map<Integer, OddTexts> texts = new TreeMap<>();
        private long rows;

        Looked(Schema schema, Optional<String> eventTime) {
            this.schema = schema;
            this.examples = new @Nullable Object[schema.size()];
            this.nulls = new long[schema.size()];
            this.keys = new KeyCandidates(schema, eventTime);
            for (int i = 0; i < schema.size(); i++) {
                if (schema.field(i).type() instanceof DataType.StringType) {
                    texts.put(i, new OddTexts());
                }
            }
        }

        void add(Frame frame) {
            if (rows == 0 && frame.rows() > 0) {
                first.putAll(frame.row(0));
            }
            rows += frame.rows();
            keys.add(frame);
            for (int i = 0; i < examples.length; i++) {
                add(i, frame.column(i));
            }
        }

        private void add(int index, Column column) {
            OddTexts odd = texts.get(index);
            for (int row = 0; row < column.size(); row++) {
                if (column.isNull(row)) {
                    nulls[index]++;
                    continue;
                }
                if (examples[index] == null) {
                    examples[index] = column.valueAt(row);
                }
                if (odd != null) {
                    odd.add((String) column.valueAt(row));
                }
            }
        }

        List<String> hints() {
            return texts.entrySet().stream()
                    .flatMap(entry ->
                            entry.getValue().hint(schema.field(entry.getKey()).name()).stream())
                    .toList();
        }

        ResultTable table(ImportedColumns columns) {
            List<List<@Nullable Object>> shown = new ArrayList<>();
            for (int i = 0; i < examples.length; i++) {
                shown.add(Arrays.asList(
                        columns.found().field(i).name(),
                        schema.field(i).name(),
                        schema.field(i).type().toString(),
                        shortened(examples[i]),
                        nulls[i]));
            }
            return new ResultTable(COLUMNS, shown);
        }

        private static @Nullable Object shortened(@Nullable Object value) {
            if (value == null || value.getClass().isArray()) {
                return value;
            }
            String text = value.toString();
            return text.codePointCount(0, text.length()) <= SHOWN
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, SHOWN - 1)) + "…";
        }
    }
}
