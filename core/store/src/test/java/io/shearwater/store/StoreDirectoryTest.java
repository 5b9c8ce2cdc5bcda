package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDirectoryTest {
    @TempDir
    Path temporary;

    private void assertRefused(Path path, StoreError code, String... texts) {
        assertThatThrownBy(() -> StoreDirectory.openOrCreate(path))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        error -> assertThat(error.code()).isEqualTo(code))
                .hasMessageContainingAll(texts);
    }

    @Test
    void a_new_directory_becomes_a_store_and_opens_again() {
        Path path = temporary.resolve("a/b");
        StoreDirectory made = StoreDirectory.openOrCreate(path);
        assertThat(made.spool()).isDirectory();
        assertThat(StoreDirectory.openOrCreate(path)).isEqualTo(made);
    }

    @Test
    void somebody_elses_directory_is_left_alone() throws IOException {
        Files.writeString(temporary.resolve("holiday.jpg"), "…");
        assertRefused(temporary, StoreError.BAD_DIRECTORY, temporary.toString(), "not empty");
        try (var entries = Files.list(temporary)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void a_directory_where_making_a_store_was_cut_short_becomes_one() throws IOException {
        Files.writeString(temporary.resolve("FORMAT.new"), "");
        StoreDirectory.openOrCreate(temporary);
        assertThat(temporary.resolve("FORMAT")).hasContent("1");
        assertThat(temporary.resolve("FORMAT.new")).doesNotExist();
    }

    @Test
    void a_file_is_no_store() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        assertRefused(file, StoreError.BAD_DIRECTORY, "is a file");
    }

    @Test
    void a_store_of_a_newer_format_is_not_touched() throws IOException {
        StoreDirectory.openOrCreate(temporary);
        Files.writeString(temporary.resolve("FORMAT"), "2\n");
        assertRefused(temporary, StoreError.NEWER_FORMAT, "format version 2", "reads up to 1");
    }

    @Test
    void a_damaged_format_is_named() throws IOException {
        StoreDirectory.openOrCreate(temporary);
        Files.writeString(temporary.resolve("FORMAT"), "one");
        assertRefused(temporary, StoreError.BAD_DIRECTORY, "'one'");
    }

    @Test
    void reading_needs_a_store() {
        assertThatThrownBy(() -> StoreDirectory.open(temporary)).hasMessageContaining("There is no store in");
    }

    @Test
    void scratch_is_emptied() throws IOException {
        StoreDirectory directory = StoreDirectory.openOrCreate(temporary);
        Files.writeString(directory.scratch().resolve("left"), "behind");
        directory.emptyScratch();
        assertThat(directory.scratch()).isEmptyDirectory();
    }

    @Test
    void a_second_lock_names_the_holder() {
        Path file = temporary.resolve("LOCK");
        try (StoreLock held = StoreLock.acquire(file, Duration.ZERO)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> StoreLock.acquire(file, Duration.ZERO))
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            error -> assertThat(error.code()).isEqualTo(StoreError.LOCKED))
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        StoreLock.acquire(file, Duration.ZERO).close();
    }
}
