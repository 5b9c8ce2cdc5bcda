package io.shearwater.training;

import io.shearwater.model.Field;
import io.shearwater.model.FrameReader;
import io.shearwater.model.IoReason;
import io.shearwater.model.Schema;
import io.shearwater.model.TrainingFiles;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes parts of training data into the files of a {@link TrainingFiles}. Not thread-safe. */
final class PartFiles {
    private static final String FEATURES = "_features";
    private static final String LABELS = "_labels";
    private static final String WEIGHTS = "_weights";

    private final TrainingFiles target;
    private final Export export;

    /** Writes rows into a file whose ending tells a format that compute engines know. */
    interface Export {
        void write(FrameReader rows, Path file);
    }

    /** Which columns of the rows are features, which are labels and which, if any, are weights. */
    record Columns(List<String> features, List<String> labels, List<String> weights) {}

    PartFiles(TrainingFiles target, Export export) {
        this.target = target;
        this.export = export;
        try {
            Files.createDirectories(target.directory());
        } catch (IOException failure) {
            throw SpiError.IO.because(
                    "The directory " + target.directory() + " for training data cannot be made: " + IoReason.of(failure)
                            + ".",
                    failure);
        }
    }

    /** Writes the rows of a part, and removes files of the part that were there before and are not replaced. */
    void write(String part, FrameReader rows, Columns columns) {
        Set<Path> written = new LinkedHashSet<>();
        try {
            if (target.rowsPerFile().isEmpty()) {
                writeOne(new Name(part, ""), rows, columns, written);
            } else {
                writeSeveral(part, rows, columns, written);
            }
        } catch (RuntimeException | Error failure) {
            discard(written, failure);
            throw failure;
        }
        removeOthers(part, written);
    }

    /** Removes files of a part that were there before, as those of folds that are now written in another form. */
    void remove(String part) {
        removeOthers(part, Set.of());
    }

    private void writeSeveral(String part, FrameReader rows, Columns columns, Set<Path> written) {
        CutReader cut = new CutReader(rows);
        int number = 0;
        do {
            Name name = new Name(part, String.format(Locale.ROOT, "-%05d", number++));
            writeOne(name, cut.next(target.rowsPerFile().orElseThrow()), columns, written);
        } while (cut.hasMore());
    }

    /** What files of a part begin with, and their number. */
    private record Name(String part, String number) {}

    private Path file(Name name, String role) {
        return target.directory()
                .resolve(name.part() + role + name.number() + target.format().ending());
    }

    private void writeOne(Name name, FrameReader rows, Columns columns, Set<Path> written) {
        switch (target.format()) {
            case PARQUET, CSV, JSON_LINES -> {
                export.write(rows, file(name, ""));
                written.add(file(name, ""));
            }
            case TFRECORD -> {
                writeRecords(rows, file(name, ""));
                written.add(file(name, ""));
            }
            case NPY -> writeArrays(name, rows, columns, written);
        }
    }

    private static void writeRecords(FrameReader rows, Path path) {
        try (TfRecordFile file = new TfRecordFile(path, rows.schema().fields())) {
            for (var next = rows.next(); next.isPresent(); next = rows.next()) {
                file.add(next.get());
            }
            file.finish();
        }
    }

    private void writeArrays(Name name, FrameReader rows, Columns columns, Set<Path> written) {
        List<NpyFile> files = new ArrayList<>();
        try {
            files.add(NpyFile.matrix(file(name, FEATURES), fields(rows.schema(), columns.features())));
            if (!columns.labels().isEmpty()) {
                files.add(NpyFile.vector(file(name, LABELS), fields(rows.schema(), columns.labels())));
            }
            if (!columns.weights().isEmpty()) {
                files.add(NpyFile.vector(file(name, WEIGHTS), fields(rows.schema(), columns.weights())));
            }
            for (var next = rows.next(); next.isPresent(); next = rows.next()) {
                for (NpyFile file : files) {
                    file.add(next.get());
                }
            }
            for (NpyFile file : files) {
                file.finish();
                written.add(file.path());
            }
        } finally {
            files.forEach(NpyFile::close);
        }
    }

    private static List<Field> fields(Schema schema, List<String> names) {
        return schema.select(names).fields();
    }

    /** Loaders read what matches a pattern: a file that is left from before would be read as rows of this part. */
    private void removeOthers(String part, Set<Path> written) {
        Pattern own = Pattern.compile(Pattern.quote(part) + "(" + FEATURES + "|" + LABELS + "|" + WEIGHTS
                + ")?(-\\d{5,})?" + Pattern.quote(target.format().ending()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(target.directory())) {
            for (Path file : files) {
                if (own.matcher(file.getFileName().toString()).matches() && !written.contains(file)) {
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw SpiError.IO.because(
                    "Files of earlier training data in " + target.directory() + " cannot be removed: "
                            + IoReason.of(failure) + ". Remove them, or write into an empty directory.",
                    failure);
        }
    }

    private static void discard(Set<Path> written, Throwable failure) {
        for (Path file : written) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
        }
    }
}
