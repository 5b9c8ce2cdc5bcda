package io.shearwater.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.FrameReader;
import io.shearwater.plan.SqlQuery;
import io.shearwater.spi.QueryContext;
import io.shearwater.testing.GivenSources;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemorySharesTest {
    private static final long MIB = 1L << 20;

    @TempDir
    Path directory;

    @Test
    void executionsAtATimeShareOneCapAndGiveTheirSharesBack() {
        try (DuckDbEngine engine = new DuckDbEngine(
                new DuckDbOptions(1024 * MIB, 1, directory.resolve("scratch"), 0, List.of(directory)))) {
            assertThat(limitsOfFiveAtATime(engine)).containsExactly(512.0, 256.0, 128.0, 128.0, 128.0);
            assertThat(limitsOfFiveAtATime(engine)).startsWith(512.0);
        }
    }

    /** In MiB, of executions that are under way together. */
    private static List<Double> limitsOfFiveAtATime(DuckDbEngine engine) {
        List<FrameReader> readers = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FrameReader reader = engine.sql(
                    new SqlQuery("SELECT current_setting('memory_limit') AS m", Map.of(), Set.of(), ZoneOffset.UTC),
                    new GivenSources(),
                    QueryContext.plain());
            readers.add(reader);
            String text = String.valueOf(reader.next().orElseThrow().value(0, "m"));
            assertThat(text).endsWith(" MiB");
            limits.add(Double.parseDouble(text.substring(0, text.length() - " MiB".length())));
        }
        readers.forEach(FrameReader::close);
        return limits;
    }

    @Test
    void whereAllIsGivenAwayADatabaseGetsTheLeastThatItRunsWith() {
        MemoryShares shares = new MemoryShares(256, 100);
        MemoryShares.Share first = shares.take();
        MemoryShares.Share second = shares.take();
        MemoryShares.Share third = shares.take();
        assertThat(first.bytes()).isEqualTo(128);
        assertThat(second.bytes()).isEqualTo(100);
        assertThat(third.bytes()).isEqualTo(100);

        List.of(first, second, second, third).forEach(MemoryShares.Share::close);
        // What is given back twice counts once.
        assertThat(shares.take().bytes()).isEqualTo(128);
    }
}
