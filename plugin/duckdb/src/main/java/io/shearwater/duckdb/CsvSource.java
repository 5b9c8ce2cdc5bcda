package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TextForm;
import io.shearwater.spi.SpiError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** CSV files as tables of SQL, whose columns are texts named {@code c0, c1, …} in the order of the file. */
final class CsvSource {
    private final List<Path> paths;
    private final TextForm texts;
    private final Session session;
    private final Map<Path, CsvFile> files = new LinkedHashMap<>();

    CsvSource(List<Path> paths, TextForm texts, Session session) {
        this.paths = paths;
        this.texts = texts;
        this.session = session;
    }

    /** A file, looked at when it is first asked for. */
    CsvFile file(Path path) {
        return files.computeIfAbsent(path, file -> CsvFile.of(file, texts, session));
    }

    /** A file, if it was looked at. */
    Optional<CsvFile> known(Path path) {
        return Optional.ofNullable(files.get(path));
    }

    /** Runs of files that DuckDB can read as one table. */
    List<List<CsvFile>> runs() {
        List<List<CsvFile>> runs = new ArrayList<>();
        for (Path path : paths) {
            CsvFile file = file(path);
            if (runs.isEmpty() || !runs.getLast().getLast().header().equals(file.header())) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(file);
        }
        return runs;
    }

    /** Files of one header as a table. */
    String table(List<CsvFile> run) {
        CsvHeader header = run.getFirst().header();
        String columns = IntStream.range(0, header.names().size())
                .mapToObj(i -> "'c" + i + "': 'VARCHAR'")
                .collect(Collectors.joining(", "));
        List<String> nulls = new ArrayList<>(texts.nulls());
        nulls.add("");
        return "read_csv(" + Sql.paths(run.stream().map(CsvFile::readable).toList())
                + ", auto_detect = false, header = true, delim = " + Sql.text(String.valueOf(header.delimiter()))
                + ", quote = '\"', escape = '\"', nullstr = " + Sql.texts(nulls)
                + ", allow_quoted_nulls = false, columns = {" + columns + "})";
    }

    /** The text of a column in {@link #table}, with {@code t} for the table. */
    String text(CsvFile file, String column) {
        List<String> names = file.header().names();
        FileSourceSql.requireColumn(file.file(), names, column);
        return "t.c" + names.indexOf(column);
    }

    /** Whether a text means null in a column that is not text: quoted, or with blanks around it, it does so there too. */
    String isNull(String text) {
        List<String> nulls = new ArrayList<>(texts.nulls());
        nulls.add("");
        return "trim(" + text + ") IN (" + nulls.stream().map(Sql::text).collect(Collectors.joining(", ")) + ")";
    }

    /**
     * The named columns of the files, with the types that hold their values.
     *
     * @param known the columns whose types are not to be told; they are given as text
     */
    List<Field> infer(TextCast cast, Set<String> known) {
        List<String> all = names();
        List<String> names = all.stream().filter(name -> !known.contains(name)).toList();
        String rows = runs().stream()
                .map(run -> "SELECT "
                        + IntStream.range(0, names.size())
                                .mapToObj(i -> nonNull(text(run.getFirst(), names.get(i))) + " AS c" + i)
                                .collect(Collectors.joining(", "))
                        + "\nFROM " + table(run) + " t")
                .collect(Collectors.joining("\nUNION ALL\n"));
        List<DataType> types = names.isEmpty() ? List.of() : new CsvTypes(session, rows, cast).of(names.size());
        return all.stream()
                .map(name -> new Field(name, known.contains(name) ? DataType.STRING : types.get(names.indexOf(name))))
                .toList();
    }

    private String nonNull(String text) {
        return "CASE WHEN NOT " + isNull(text) + " THEN " + text + " END";
    }

    /** The names of the columns, which all files have to have, in the order of the first. */
    private List<String> names() {
        CsvFile first = file(paths.getFirst());
        List<String> names =
                first.header().names().stream().filter(name -> !name.isEmpty()).toList();
        if (names.isEmpty()) {
            throw SpiError.BAD_FILE.because(
                    "The first line of the file " + first.file() + " names no columns. Write their names there.");
        }
        for (Path path : paths) {
            CsvFile file = file(path);
            names.forEach(name -> requireIn(file, first, name));
            file.header().names().stream()
                    .filter(name -> !name.isEmpty())
                    .forEach(name -> requireIn(first, file, name));
        }
        return names;
    }

    private static void requireIn(CsvFile file, CsvFile other, String name) {
        List<String> names = file.header().names();
        if (!names.contains(name)) {
            throw otherColumns(file.file(), other.file(), name, names);
        }
    }

    /** Two files that should be read together, of which one lacks a column. */
    static ShearwaterException otherColumns(Path file, Path other, String name, List<String> names) {
        return SpiError.BAD_FILE.because(
                "The file " + file + " has no column '" + name + "', which " + other
                        + " has; it has " + names + "." + Names.didYouMean(name, names)
                        + " Files that are read together have the same columns, in any order: correct it, or read it by itself.");
    }
}
