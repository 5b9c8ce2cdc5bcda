package io.shearwater.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk then keeps is for the tests that cut the power. */
class DurableFilesTest {
    @TempDir
    Path directory;

    @Test
    void a_file_is_replaced_and_a_draft_that_was_left_is_taken_over() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "before");
        Files.writeString(DurableFiles.draft(file), "a longer text that was never finished");
        DurableFiles.write(file, "after");
        assertThat(file).hasContent("after");
        assertThat(DurableFiles.draft(file)).doesNotExist();
    }

    @Test
    void directories_are_made_with_their_parents_and_once() throws IOException {
        Path made = directory.resolve("a/b/c");
        DurableFiles.createDirectories(made);
        DurableFiles.createDirectories(made);
        assertThat(made).isEmptyDirectory();
    }

    @Test
    void a_file_in_the_place_of_a_directory_is_named() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> DurableFiles.createDirectories(file))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("file");
    }

    @Test
    void what_is_not_there_cannot_be_forced() {
        assertThatThrownBy(() -> DurableFiles.force(directory.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
