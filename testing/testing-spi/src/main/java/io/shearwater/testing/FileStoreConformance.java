package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.FilePath;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.StoredFile;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.FileStore.Existing;
import io.shearwater.spi.SpiError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link FileStore} does. */
public abstract class FileStoreConformance {
    private static final FilePath NOTES = FilePath.of("Resources/a/notes é.txt");

    private FileStore files;

    /** An empty store; the same one again when called again within a test. */
    protected abstract FileStore open();

    @BeforeEach
    final void openFiles() {
        files = open();
    }

    @AfterEach
    final void closeFiles() {
        files.close();
    }

    private StoredFile write(FilePath path, String text, Existing existing) throws IOException {
        return files.write(path, stream(text), existing);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private String read(FilePath path) throws IOException {
        try (InputStream bytes = files.read(path)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertFails(SpiError error, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOf(ShearwaterException.class)
                .extracting(failed -> ((ShearwaterException) failed).code())
                .isEqualTo(error);
    }

    @Test
    void aFileIsReadAsItWasWrittenAlsoByTheNextOpening() throws IOException {
        assertThat(files.list()).isEmpty();
        StoredFile written = write(NOTES, "grüße", Existing.KEEP);
        assertThat(written.path()).isEqualTo(NOTES);
        assertThat(written.bytes()).isEqualTo(7);
        assertThat(read(NOTES)).isEqualTo("grüße");
        assertThat(files.find(NOTES)).contains(written);
        files = open();
        assertThat(files.list()).containsExactly(written);
        assertThat(read(NOTES)).isEqualTo("grüße");
    }

    @Test
    void filesAreListedByPath() throws IOException {
        for (String path : new String[] {"Models/b/1/x", "Resources/z", "Models/a", "Logs/b/c/d/e"}) {
            write(FilePath.of(path), path, Existing.KEEP);
        }
        assertThat(files.list())
                .extracting(file -> file.path().toString())
                .containsExactly("Logs/b/c/d/e", "Models/a", "Models/b/1/x", "Resources/z");
    }

    @Test
    void aFileIsReplacedOnlyWhereThatIsSaid() throws IOException {
        write(NOTES, "first", Existing.KEEP);
        assertFails(SpiError.ALREADY_EXISTS, () -> write(NOTES, "second", Existing.KEEP));
        assertThat(read(NOTES)).isEqualTo("first");
        try (InputStream before = files.read(NOTES)) {
            write(NOTES, "second", Existing.REPLACE);
            assertThat(new String(before.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("first");
        }
        assertThat(read(NOTES)).isEqualTo("second");
        assertThat(files.list()).hasSize(1);
    }

    @Test
    void filesAndDirectoriesDoNotTakeEachOthersPlace() throws IOException {
        write(NOTES, "a", Existing.KEEP);
        assertFails(SpiError.ALREADY_EXISTS, () -> write(FilePath.of("Resources/a"), "b", Existing.REPLACE));
        assertFails(SpiError.ALREADY_EXISTS, () -> write(FilePath.of(NOTES + "/below"), "b", Existing.REPLACE));
        assertThat(files.find(FilePath.of("Resources/a"))).isEmpty();
        assertThat(files.find(FilePath.of(NOTES + "/below"))).isEmpty();
        assertFails(SpiError.NOT_FOUND, () -> files.read(FilePath.of("Resources/a")));
        assertThat(files.delete(FilePath.of("Resources/a"))).isFalse();
        assertThat(read(NOTES)).isEqualTo("a");
    }

    @Test
    void whatIsDeletedIsGoneAndItsDirectoriesAreFree() throws IOException {
        write(NOTES, "a", Existing.KEEP);
        assertThat(files.delete(NOTES)).isTrue();
        assertThat(files.delete(NOTES)).isFalse();
        assertThat(files.list()).isEmpty();
        assertFails(SpiError.NOT_FOUND, () -> files.read(NOTES));
        write(FilePath.of("Resources/a"), "now a file", Existing.KEEP);
        assertThat(files.list()).hasSize(1);
    }

    @Test
    void aStreamThatBreaksLeavesWhatWasThere() throws IOException {
        write(NOTES, "before", Existing.KEEP);
        assertThatThrownBy(() -> files.write(NOTES, broken(), Existing.REPLACE)).hasMessageContaining("closed");
        assertThatThrownBy(() -> files.write(FilePath.of("Logs/x"), broken(), Existing.KEEP))
                .hasMessageContaining("closed");
        assertThat(read(NOTES)).isEqualTo("before");
        assertThat(files.list()).hasSize(1);
    }

    /** Gives some bytes, then fails. */
    private static InputStream broken() throws IOException {
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        return new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), closed);
    }

    @Test
    void largeFilesPassThrough() throws IOException {
        byte[] bytes = new byte[3_000_017];
        new Random(7).nextBytes(bytes);
        files.write(NOTES, new ByteArrayInputStream(bytes), Existing.KEEP);
        try (InputStream read = files.read(NOTES)) {
            assertThat(read.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(files.find(NOTES).orElseThrow().bytes()).isEqualTo(bytes.length);
    }
}
