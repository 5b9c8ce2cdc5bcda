package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.spi.SpiError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parquet files as tables of SQL, whose columns are named as in the files. */
final class ParquetSource {
    private final List<Path> paths;
    private final Session session;

    ParquetSource(List<Path> paths, Session session) {
        this.paths = paths;
        this.session = session;
    }

    /** Files with the same columns. */
    record Run(List<Path> files, List<FileColumn> columns) {
        /** The value of a column, widened. */
        String value(Field field, TextCast cast) {
            List<String> names = columns.stream().map(FileColumn::name).toList();
            FileSourceSql.requireColumn(files.getFirst(), names, field.name());
            FileColumn column = columns.get(names.indexOf(field.name()));
            if (!Widening.isLossless(column.type(), field.type())) {
                throw SpiError.BAD_FILE.because("The column '" + field.name() + "' of the file " + files.getFirst()
                        + " is " + column.type() + ", which does not always fit " + field.type() + ". Declare it as "
                        + column.type() + ", or convert the file.");
            }
            String value = "t." + Sql.quoted(field.name());
            return column.local() ? cast.local(value) : "CAST(" + value + " AS " + Sql.type(field.type()) + ")";
        }
    }

    List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (Path path : paths) {
            List<FileColumn> columns = FileColumn.of(session, "read_parquet(" + Sql.paths(List.of(path)) + ")");
            if (runs.isEmpty() || !runs.getLast().columns().equals(columns)) {
                runs.add(new Run(new ArrayList<>(), columns));
            }
            runs.getLast().files().add(path);
        }
        return runs;
    }

    /** The columns of the files, each of the type that holds its values in all of them. */
    List<Field> infer() {
        List<Run> runs = runs();
        Run first = runs.getFirst();
        Map<String, DataType> types = new LinkedHashMap<>();
        first.columns().forEach(column -> types.put(column.name(), column.type()));
        for (Run run : runs) {
            List<String> names = run.columns().stream().map(FileColumn::name).toList();
            for (String name : types.keySet()) {
                if (!names.contains(name)) {
                    throw CsvSource.otherColumns(
                            run.files().getFirst(), first.files().getFirst(), name, names);
                }
            }
            for (FileColumn column : run.columns()) {
                if (!types.containsKey(column.name())) {
                    throw CsvSource.otherColumns(
                            first.files().getFirst(),
                            run.files().getFirst(),
                            column.name(),
                            List.copyOf(types.keySet()));
                }
                types.merge(column.name(), column.type(), (one, other) -> wider(run, column, one));
            }
        }
        List<Field> fields = new ArrayList<>();
        types.forEach((name, type) -> fields.add(new Field(name, type)));
        return fields;
    }

    private DataType wider(Run run, FileColumn column, DataType before) {
        if (Widening.isLossless(column.type(), before)) {
            return before;
        }
        if (Widening.isLossless(before, column.type())) {
            return column.type();
        }
        throw SpiError.BAD_FILE.because("The column '" + column.name() + "' of the file "
                + run.files().getFirst() + " is " + column.type() + ", which is " + before
                + " in the files before it, " + paths.getFirst()
                + " the first: neither holds the other. Convert one, or read"
                + " them one by one.");
    }
}
