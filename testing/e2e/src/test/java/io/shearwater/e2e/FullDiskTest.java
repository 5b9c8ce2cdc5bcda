package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    @TempDir
    Path directory;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "RLIMIT_FSIZE is set as Linux numbers it")
    void a_full_disk_is_told_changes_nothing_and_is_got_over() throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = JavaProcess.start(
                FullDiskProcess.class, List.of(directory.resolve("store").toString()), Map.of(), output);
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        assertThat(directory.resolve("out.csv")).exists();
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            assertThat(store.featureGroup("cards").read().rows()).isEqualTo(4_000);
            assertThat(store.featureGroups()).hasSize(2);
        }
    }
}
