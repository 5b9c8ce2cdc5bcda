package io.shearwater.query;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.Sources;
import io.shearwater.spi.TableField;
import io.shearwater.spi.WrittenFile;
import io.shearwater.testing.NaiveEngine;
import io.shearwater.testing.NaiveRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of the oracle's groups as files of the naive engine, to run plans over. Not thread-safe. */
final class EngineRows implements Sources {
    private final NaiveEngine engine = new NaiveEngine();
    private final Map<TableRef, FileSet> tables = new HashMap<>();
    private final Map<FrameRef, Frame> frames = new HashMap<>();

    /** Makes a group's rows the table of the group. */
    void put(String project, FeatureGroupSpec group, List<NaiveRow> rows) {
        Schema schema = group.schema().plus(List.of(HiddenColumns.SEQUENCE));
        List<Map<String, @Nullable Object>> values = new ArrayList<>();
        for (NaiveRow row : rows) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>(row.values());
            all.put(HiddenColumns.SEQUENCE.name(), row.written());
            values.add(all);
        }
        TableRef table = new TableRef(project, group.ref().tableName());
        List<TableField> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            fields.add(new TableField(fields.size() + 1, field.name(), field.type(), List.of(), Optional.empty()));
        }
        FrameRef given = new FrameRef(table.toString());
        frames.put(given, Frame.of(schema, values));
        List<WrittenFile> files = engine.write(
                new Plan.Rows(given, schema),
                this,
                new FileTarget(project, table.name(), fields, List.of(), List.of(), Long.MAX_VALUE),
                QueryContext.plain());
        List<FileScan> scans = files.stream()
                .map(file -> new FileScan(file.path(), file.rows(), file.bytes(), DeletedRows.NONE))
                .toList();
        tables.put(table, new FileSet(table, 1, fields, scans));
    }

    void put(FrameRef ref, Frame frame) {
        frames.put(ref, frame);
    }

    /** All rows of a plan. */
    List<Map<String, @Nullable Object>> run(Plan plan) {
        return engine.read(plan, this, QueryContext.plain()).readAll().toMaps();
    }

    @Override
    public FileSet files(Plan.Scan scan) {
        return Objects.requireNonNull(tables.get(scan.table()));
    }

    @Override
    public FrameReader frame(FrameRef ref) {
        return Objects.requireNonNull(frames.get(ref)).reader();
    }
}
