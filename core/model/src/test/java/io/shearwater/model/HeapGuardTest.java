package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeapGuardTest {
    private static final int MEBIBYTE = 1 << 20;

    /** In a small heap of its own, whose collector waits until the heap is full. */
    @Test
    @Timeout(60)
    void whatIsNotYetCollectedIsFree() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Xms64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeapGuardTest.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
    }

    /** Fills the heap, lets go of all, and counts what is a quarter of it. */
    public static void main(String[] arguments) {
        List<byte[]> held = new ArrayList<>();
        while (Runtime.getRuntime().freeMemory() > 24 * MEBIBYTE) {
            held.add(new byte[MEBIBYTE]);
        }
        int filled = held.size();
        held.clear();
        int rows = MEBIBYTE / 4;
        Frame frame = new Frame(
                Schema.of(new Field("id", DataType.LONG)),
                List.of(new Column.Longs(DataType.LONG, new long[rows], rows, Validity.ALL)),
                rows);
        HeapGuard guard = new HeapGuard(frame.schema());
        for (int i = 0; i < 12; i++) {
            guard.add(frame);
        }
        if (filled < 16) {
            throw new IllegalStateException("Only " + filled + " MiB were garbage.");
        }
    }
}
