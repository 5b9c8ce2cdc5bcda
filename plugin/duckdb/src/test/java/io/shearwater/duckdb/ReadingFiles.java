package io.shearwater.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.Plan;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.SpiError;
import io.shearwater.testing.GivenSources;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Files that people bring, read as they read them: with what the files themselves tell. */
@SuppressWarnings("NullAway.Init") // JUnit opens the engine before a test.
abstract class ReadingFiles {
    @TempDir
    private Path directory;

    @TempDir
    private Path store;

    private DuckDbEngine engine;

    @BeforeEach
    final void open() {
        engine = new DuckDbEngine(new DuckDbOptions(512L << 20, 2, store.resolve("scratch"), 0, List.of(store)));
    }

    @AfterEach
    final void close() {
        engine.close();
    }

    final Path path(String name) {
        return directory.resolve(name);
    }

    final Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    final FileSource csv(String text) throws IOException {
        return FileSource.of(file("rows.csv", text.getBytes(StandardCharsets.UTF_8)));
    }

    final FileSource csv(String name, String text, Charset charset) throws IOException {
        return FileSource.of(file(name, text.getBytes(charset)));
    }

    final Schema infer(FileSource source) {
        return engine.infer(source);
    }

    /** The columns as {@code name type}, with commas between. */
    final String types(FileSource source) {
        return infer(source).fields().stream()
                .map(field -> field.name() + " " + field.type())
                .collect(Collectors.joining(", "));
    }

    final Frame read(FileSource source) {
        Schema schema = source.schema().orElseGet(() -> infer(source));
        return engine.read(new Plan.Files(source, schema), new GivenSources(), QueryContext.plain())
                .readAll();
    }

    final List<List<@Nullable Object>> rows(FileSource source) {
        Frame frame = read(source);
        return frame.schema().size() == 0
                ? List.of()
                : java.util.stream.IntStream.range(0, frame.rows())
                        .<List<@Nullable Object>>mapToObj(row -> frame.columns().stream()
                                .<@Nullable Object>map(column -> column.value(row))
                                .collect(Collectors.toCollection(java.util.ArrayList::new)))
                        .toList();
    }

    static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    /** The reading ends with one message that says all of this. */
    final AbstractThrowableAssert<?, ?> assertRefused(FileSource source, String... says) {
        AbstractThrowableAssert<?, ?> refused = assertThatThrownBy(() -> read(source))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code())
                                .as(failure.toString())
                                .isEqualTo(SpiError.BAD_FILE));
        for (String part : says) {
            refused.hasMessageContaining(part);
        }
        return refused;
    }
}
