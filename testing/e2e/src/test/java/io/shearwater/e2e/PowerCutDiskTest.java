package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.e2e.PowerCutDisk.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of {@link PowerCutTest} loses what it should: a test on one that loses nothing would prove nothing. */
class PowerCutDiskTest {
    private static final Survivors ALL = new Survivors() {
        @Override
        public Map<String, Entry> names(Map<String, Entry> synced, Map<String, Entry> live) {
            return live;
        }

        @Override
        public byte[] bytes(byte[] synced, byte[] live) {
            return live;
        }
    };

    @TempDir
    Path directory;

    private PowerCutDisk disk;

    @BeforeEach
    void disk() throws IOException, InterruptedException {
        disk = PowerCutDisk.in(directory);
    }

    @Test
    void names_and_bytes_that_were_not_synced_are_lost() throws IOException, InterruptedException {
        assertThat(write(OptionalInt.empty())).isZero();
        disk.cut(Survivors.none());
        assertThat(files())
                .isEqualTo(Map.of(
                        "listed/forced", "forced",
                        "listed/forgotten", "",
                        "listed/changed", "before",
                        "listed/removed", "removed",
                        "listed/moved", "moved"));
    }

    @Test
    void what_survives_is_as_it_was_written() throws IOException, InterruptedException {
        assertThat(write(OptionalInt.empty())).isZero();
        Map<String, String> written = files();
        disk.cut(ALL);
        assertThat(files()).isEqualTo(written).hasSize(6).containsEntry("listed/changed", "after it");
    }

    @Test
    void what_was_there_before_the_process_is_durable() throws IOException, InterruptedException {
        Path before = Files.createDirectories(disk.root().resolve("a/b")).resolve("before");
        Files.writeString(before, "before");
        assertThat(write(OptionalInt.empty())).isZero();
        disk.cut(Survivors.none());
        assertThat(files()).containsEntry("a/b/before", "before").hasSize(6);
    }

    @Test
    void the_power_goes_when_a_sync_begins() throws IOException, InterruptedException {
        assertThat(write(OptionalInt.of(3))).isEqualTo(PowerCutDisk.KILLED);
        assertThat(files()).containsEntry("listed/changed", "before").hasSize(3);
        disk.cut(Survivors.none());
        // The directory was synced when it was empty: by name nothing of it is left.
        assertThat(files()).isEmpty();
        assertThat(disk.root().resolve("listed")).isDirectory();
    }

    private int write(OptionalInt sync) throws IOException, InterruptedException {
        return JavaProcess.start(
                        DiskWrites.class,
                        List.of(disk.root().toString()),
                        disk.environment(sync),
                        directory.resolve("output"))
                .waitFor();
    }

    /** The text of every file. */
    private Map<String, String> files() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(disk.root())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(disk.root().relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
