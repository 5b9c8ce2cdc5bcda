package io.shearwater.testing;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.plan.Version;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.TableField;
import io.shearwater.spi.WrittenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/** A table made of nothing but files, for tests of engines: it plays the offline store's part. Not thread-safe. */
public final class EngineTable {
    private final TableRef ref = new TableRef("tests", "table__1");
    private final Path directory;
    private final List<WrittenFile> files = new ArrayList<>();
    private final Map<String, long[]> deleted = new HashMap<>();
    private List<TableField> fields;
    private int lastId;
    private int commits;

    /** An empty table whose columns are numbered as they come. */
    public EngineTable(Path directory, Schema schema) {
        this.directory = directory;
        this.fields = schema.fields().stream()
                .map(field -> field(field, Optional.empty()))
                .toList();
    }

    private TableField field(Field field, Optional<Object> initialDefault) {
        int id = ++lastId;
        List<Field> parts = switch (field.type()) {
            case DataType.ArrayType t -> List.of(new Field("element", t.element()));
            case DataType.EmbeddingType t -> List.of(new Field("element", DataType.FLOAT));
            case DataType.MapType t -> List.of(new Field("key", DataType.STRING), new Field("value", t.value()));
            case DataType.StructType t -> t.fields();
            default -> List.of();
        };
        List<TableField> children =
                parts.stream().map(part -> field(part, Optional.empty())).toList();
        return new TableField(id, field.name(), field.type(), children, initialDefault);
    }

    /** A column that files written before don't have. */
    public EngineTable add(Field field, Optional<Object> initialDefault) {
        fields = new ArrayList<>(fields);
        fields.add(field(field, initialDefault));
        return this;
    }

    /** The column of another name, of this name and type from now on. */
    public EngineTable change(String from, Field to) {
        fields = fields.stream()
                .map(field -> field.name().equals(from)
                        ? new TableField(field.id(), to.name(), to.type(), field.children(), field.initialDefault())
                        : field)
                .toList();
        return this;
    }

    /** Where the next commit's files go. */
    public FileTarget target(List<String> sortBy, List<PartitionField> partitions, long fileBytes) {
        return new FileTarget(directory.toString(), "c" + ++commits, fields, sortBy, partitions, fileBytes);
    }

    /** Writes a frame as one more commit and returns its files. */
    public List<WrittenFile> append(ComputeEngine engine, Frame frame, FileTarget target) {
        List<WrittenFile> written = engine.write(
                GivenSources.rows("rows", frame), new GivenSources().with("rows", frame), target, QueryContext.plain());
        files.addAll(written);
        return written;
    }

    /** Writes a frame as one more commit without partitions. */
    public List<WrittenFile> append(ComputeEngine engine, Frame frame) {
        return append(engine, frame, target(List.of(), List.of(), Long.MAX_VALUE));
    }

    /** Deletes rows of a file. */
    public void delete(WrittenFile file, long... positions) {
        deleted.put(file.path(), positions);
    }

    /** All files, in the order of their commits. */
    public FileSet fileSet() {
        List<FileScan> scans = files.stream()
                .map(file -> new FileScan(
                        file.path(),
                        file.rows(),
                        file.bytes(),
                        deleted(deleted.getOrDefault(file.path(), new long[0]))))
                .toList();
        return new FileSet(ref, 1, fields, scans);
    }

    private static DeletedRows deleted(long[] positions) {
        return new DeletedRows() {
            @Override
            public long count() {
                return positions.length;
            }

            @Override
            public PrimitiveIterator.OfLong positions() {
                return LongStream.of(positions).iterator();
            }
        };
    }

    /** A scan of these columns. */
    public Plan.Scan scan(Predicate filter, Field... columns) {
        return new Plan.Scan(ref, Version.latest(), Schema.of(columns), filter);
    }

    /** A scan of all columns. */
    public Plan.Scan scan() {
        return scan(
                Predicate.all(),
                fields.stream()
                        .map(field -> new Field(field.name(), field.type()))
                        .toArray(Field[]::new));
    }

    /** What a plan over this table gives. */
    public Frame read(ComputeEngine engine, Plan plan) {
        return engine.read(plan, new GivenSources().with(fileSet()), QueryContext.plain())
                .readAll();
    }

    @Override
    public String toString() {
        return ref + " " + files.stream().map(WrittenFile::path).toList() + " without "
                + deleted.values().stream().map(Arrays::toString).toList();
    }
}
