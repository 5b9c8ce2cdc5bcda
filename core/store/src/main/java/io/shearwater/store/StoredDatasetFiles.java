package io.shearwater.store;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.FrameReader;
import io.shearwater.model.IoReason;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import io.shearwater.spi.DurableFiles;
import io.shearwater.training.DatasetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Spines as Parquet files, each with a text file beside it that has the exact types, one {@code type name} a line: Parquet
 * knows no greatest length of a text and no dimension of an embedding. What transformations learnt is a file of bytes.
 */
record StoredDatasetFiles(Path directory, ExternalFiles files) implements DatasetFiles {
    private Path rowsOf(String name) {
        return directory.resolve(name + ".parquet");
    }

    private Path typesOf(String name) {
        return directory.resolve(name + ".types");
    }

    private Path fittedOf(String name) {
        return directory.resolve(name + ".fitted");
    }

    @Override
    public void saveSpine(String name, FrameReader rows) {
        String lines = rows.schema().fields().stream()
                .map(field -> field.type() + " " + field.name() + "\n")
                .collect(Collectors.joining());
        try {
            DurableFiles.createDirectories(directory);
            DurableFiles.write(typesOf(name), lines);
        } catch (IOException failed) {
            throw unusable(typesOf(name), failed);
        }
        files.write(rows, rowsOf(name));
    }

    @Override
    public FrameReader loadSpine(String name) {
        return files.read(FileSource.of(rowsOf(name)).withSchema(schema(name)));
    }

    private Schema schema(String name) {
        try {
            return Schema.of(Files.readAllLines(typesOf(name)).stream()
                    .map(line -> line.split(" ", 2))
                    .map(parts -> new Field(parts[1], DataType.parse(parts[0])))
                    .toList());
        } catch (IOException failed) {
            throw unusable(typesOf(name), failed);
        }
    }

    @Override
    public void saveFitted(String name, byte[] states) {
        try {
            DurableFiles.createDirectories(directory);
            DurableFiles.write(fittedOf(name), states);
        } catch (IOException failed) {
            throw unusable(fittedOf(name), failed);
        }
    }

    @Override
    public byte[] loadFitted(String name) {
        try {
            return Files.readAllBytes(fittedOf(name));
        } catch (IOException failed) {
            throw unusable(fittedOf(name), failed);
        }
    }

    @Override
    public void delete(String name) {
        try {
            Files.deleteIfExists(rowsOf(name));
            Files.deleteIfExists(typesOf(name));
            Files.deleteIfExists(fittedOf(name));
            for (int fold = 1; fold <= SplitSpec.MAX_FOLDS; fold++) {
                Files.deleteIfExists(fittedOf(name + "." + SplitSpec.foldName(fold)));
            }
        } catch (IOException failed) {
            throw unusable(rowsOf(name), failed);
        }
    }

    private static RuntimeException unusable(Path file, IOException failed) {
        return StoreError.BAD_DIRECTORY.because(
                "'" + file + "' cannot be used: " + IoReason.of(failed)
                        + ". Check that the store's directory can be written and has free space.",
                failed);
    }
}
