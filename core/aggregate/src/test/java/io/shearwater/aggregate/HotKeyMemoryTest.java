package io.shearwater.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotKeyMemoryTest {
    @TempDir
    private Path directory;

    /** Its events alone would take more than the whole heap: see the other test. */
    @Test
    void aKeyWithVeryManyEventsInItsWindowTakesLittleMemory() throws Exception {
        Path scratch = Files.createDirectory(directory.resolve("scratch"));

        String said = run(List.of(scratch.toString()));

        double[] window = LongStream.range(HotKeyProcess.LEFT, HotKeyProcess.EVENTS)
                .mapToDouble(HotKeyProcess::amount)
                .toArray();
        double sum = Arrays.stream(window).sum();
        double least = Arrays.stream(window).min().orElseThrow();
        assertThat(said)
                .contains(String.format(Locale.ROOT, "sum0=%s,", sum))
                .contains("min1=" + least + ",")
                .contains("avg2=" + sum / window.length + ",")
                .contains("text5=t99,")
                .contains("text11=t99,");
        try (Stream<Path> files = Files.list(scratch)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void withoutAPlaceToPutThemItsEventsDoNotFit() throws Exception {
        assertThat(run(List.of())).contains("OutOfMemoryError");
    }

    private String run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HotKeyProcess.class.getName()));
        command.addAll(arguments);
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    @Test
    void countingEachValueHasABoundAndSaysWhatToUseInstead() {
        AggregateProgram program = new AggregateProgram(
                List.of(AggregateFunction.countDistinct("number").over(AggregationWindow.lifetime())),
                Schema.of(new Field("number", DataType.LONG)));
        FrameBuilder rows = new FrameBuilder(OrderedRows.schema(program, List.of(DataType.LONG)), 1 << 20);
        for (long i = 0; i <= ValueCountState.MOST_VALUES; i++) {
            rows.append(1L, i, i, i, i == ValueCountState.MOST_VALUES ? OrderedRows.ASKS : null, i);
        }

        assertThatThrownBy(() -> new AggregatedRows(program, rows.build().reader(), 1, false).readAll())
                .hasMessageContaining("more than 1000000 different values (long)")
                .hasMessageContaining("Use approx_count_distinct");
    }
}
