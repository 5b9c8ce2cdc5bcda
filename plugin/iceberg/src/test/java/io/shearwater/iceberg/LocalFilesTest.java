package io.shearwater.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
    @TempDir
    private Path directory;

    private LocalFiles files = new LocalFiles(Path.of("/"));

    @BeforeEach
    void ofTheDirectory() {
        files = new LocalFiles(directory);
    }

    @Test
    void locationsOfTablesThatLayElsewhereMeanTheSameFilesHere() {
        LocalFiles here = new LocalFiles(Path.of("/new/place/tables"));
        String table = "/tables/default/payments__1-0a1b2c3d";

        assertThat(here.path("/old" + table + "/data/c1-0.parquet"))
                .isEqualTo(Path.of("/new/place" + table + "/data/c1-0.parquet"));
        assertThat(here.path("/old/tables" + table)).isEqualTo(Path.of("/new/place" + table));
        assertThat(here.path("file:///old" + table + "/metadata"))
                .isEqualTo(Path.of("/new/place" + table + "/metadata"));
        assertThat(here.path("/new/place" + table + "/data/x")).isEqualTo(Path.of("/new/place" + table + "/data/x"));
        assertThat(here.path("/warehouse/default/payments/data/x"))
                .isEqualTo(Path.of("/warehouse/default/payments/data/x"));
        assertThat(here.path("/old" + table + "/../../../../x")).isEqualTo(Path.of("/old" + table + "/../../../../x"));
    }

    @Test
    void writesAndReadsAtAnyPosition() throws IOException {
        String location = directory.resolve("a b/c%20é/file").toString();
        write(location, "0123456789");
        files.sync();

        assertThat(files.newInputFile(location).getLength()).isEqualTo(10);
        try (SeekableInputStream in = files.newInputFile(location).newStream()) {
            in.seek(4);
            assertThat(in.readNBytes(3)).asString(StandardCharsets.US_ASCII).isEqualTo("456");
            assertThat(in.getPos()).isEqualTo(7);
            assertThat(in.read()).isEqualTo('7');
        }
    }

    @Test
    void readsWhatAFileUriNames() throws IOException {
        Path file = directory.resolve("a b");
        write(file.toString(), "x");

        assertThat(files.path(file.toUri().toString())).isEqualTo(file);
        assertThat(files.newInputFile(file.toUri().toString()).exists()).isTrue();
    }

    @Test
    void neverOverwritesUnlessAsked() throws IOException {
        String location = directory.resolve("file").toString();
        write(location, "first");

        assertThatThrownBy(() -> files.newOutputFile(location).create()).isInstanceOf(AlreadyExistsException.class);
        try (PositionOutputStream out = files.newOutputFile(location).createOrOverwrite()) {
            out.write('x');
            assertThat(out.getPos()).isEqualTo(1);
        }
        assertThat(Files.readString(Path.of(location))).isEqualTo("x");
    }

    @Test
    void whatIsMissingIsNamedAndDeletingItIsNoError() {
        String location = directory.resolve("none").toString();

        assertThatThrownBy(() -> files.newInputFile(location).newStream())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> files.newInputFile(location).getLength()).isInstanceOf(NotFoundException.class);
        files.deleteFile(location);
    }

    @Test
    void aFileThatWasDeletedIsNotForcedToDisk() throws IOException {
        String location = directory.resolve("file").toString();
        write(location, "x");
        files.deleteFile(location);
        files.sync();

        assertThat(Path.of(location)).doesNotExist();
    }

    private void write(String location, String text) throws IOException {
        try (OutputStream out = files.newOutputFile(location).create()) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
