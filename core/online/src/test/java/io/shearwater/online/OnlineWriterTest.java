package io.shearwater.online;

import static io.shearwater.online.Fixture.NOON;
import static io.shearwater.online.Fixture.ago;
import static io.shearwater.online.Fixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineWriterTest {
    private static final FeatureGroupSpec LATEST = FeatureGroupSpec.builder("latest", 1)
            .feature("id", DataType.LONG)
            .feature("part", DataType.STRING)
            .feature("ts", DataType.TIMESTAMP)
            .feature("x", DataType.INT)
            .primaryKey("id", "part")
            .eventTime("ts")
            .online()
            .build();
    private static final FeatureGroupSpec TTL = FeatureGroupSpec.builder("short_lived", 1)
            .feature("id", DataType.LONG)
            .feature("ts", DataType.TIMESTAMP)
            .feature("x", DataType.INT)
            .primaryKey("id")
            .eventTime("ts")
            .ttl(Duration.ofHours(1))
            .online()
            .build();

    private final OnlineGroup latest = Fixture.group(1, LATEST);
    private final OnlineGroup ttl = Fixture.group(2, TTL);

    @TempDir
    private Path scratch;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(scratch);
    }

    private List<Object> xs(OnlineGroup group, Map<String, ?> key) {
        return xs(group, key, TimeRange.ALL, Integer.MAX_VALUE);
    }

    private List<Object> xs(OnlineGroup group, Map<String, ?> key, TimeRange range, int most) {
        Frame rows = new HistoryReader(fixture.store).rows(group, key, range, most);
        List<Object> values = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            values.add(rows.column("x").valueAt(row));
        }
        return values;
    }

    @Test
    void onlyTheNewestRowAndThoseOfTheFutureStay() {
        fixture.put(
                latest,
                row(1L, "a", ago(5), 2),
                row(1L, "a", ago(9), 1),
                row(1L, "a", NOON.plusSeconds(1), 3),
                row(1L, "a", NOON.plusSeconds(2), 4));

        assertThat(xs(latest, Map.of("id", 1L, "part", "a"))).containsExactly(4, 3, 2);
    }

    @Test
    void aLateRowChangesNothing() {
        fixture.put(latest, row(1L, "a", ago(5), 2));
        fixture.put(latest, row(1L, "a", ago(9), 1));

        assertThat(xs(latest, Map.of("id", 1L))).containsExactly(2);
    }

    @Test
    void ofOneMomentTheGreaterSequenceWinsAndThenTheLaterRow() {
        fixture.put(latest, row(1L, "a", ago(5), 1), row(1L, "a", ago(5), 2));
        assertThat(xs(latest, Map.of("id", 1L))).containsExactly(2);

        fixture.put(latest, row(1L, "a", ago(5), 3));
        fixture.writer.put(latest, Fixture.frame(latest, 1, row(1L, "a", ago(5), 4)));
        assertThat(xs(latest, Map.of("id", 1L))).containsExactly(3);
    }

    @Test
    void thePositionMovesWithTheRows() {
        assertThat(fixture.writer.position(latest)).isEmpty();
        fixture.writer.put(latest, Fixture.frame(latest, 1, row(1L, "a", ago(5), 1)), 17);
        assertThat(fixture.writer.position(latest)).hasValue(17);
        fixture.writer.put(latest, Fixture.frame(latest, 1), 18);
        assertThat(fixture.writer.position(latest)).hasValue(18);
        assertThat(fixture.writer.position(ttl)).isEmpty();
    }

    @Test
    void replacingBringsBackTheRowBefore() {
        fixture.put(latest, row(1L, "a", ago(5), 2), row(1L, "b", ago(5), 7), row(2L, "a", ago(5), 8));
        long deletion = fixture.lastSequence() + 1;

        fixture.writer.replace(
                latest,
                Fixture.frame(Fixture.keySchema(latest), row(2L, "a"), row(1L, "a")),
                Fixture.frame(latest, 1, row(1L, "a", ago(9), 1), row(1L, "a", ago(99), 0)),
                deletion);

        assertThat(xs(latest, Map.of())).containsExactly(1, 7);
        fixture.writer.put(latest, Fixture.frame(latest, deletion - 1, row(2L, "a", ago(5), 8)));
        assertThat(xs(latest, Map.of())).containsExactly(1, 7);
        fixture.writer.put(latest, Fixture.frame(latest, deletion + 1, row(2L, "a", ago(5), 9)));
        assertThat(xs(latest, Map.of())).containsExactly(1, 7, 9);
    }

    @Test
    void rowsOfOthersCannotComeWithAReplacement() {
        assertThatThrownBy(() -> fixture.writer.replace(
                        latest,
                        Fixture.frame(Fixture.keySchema(latest), row(2L, "a")),
                        Fixture.frame(latest, 1, row(1L, "a", ago(9), 1)),
                        5))
                .hasMessageContaining("not among those");
    }

    @Test
    void rowsOfAGroupWithATimeToLiveStayUntilTheyArePurged() {
        fixture.put(ttl, row(1L, ago(10), 3), row(1L, ago(60), 2), row(1L, ago(61), 1));

        assertThat(xs(ttl, Map.of("id", 1L))).containsExactly(3, 2, 1);
        assertThat(fixture.writer.purge(ttl, fixture.lastSequence())).isEqualTo(1);
        assertThat(xs(ttl, Map.of("id", 1L))).containsExactly(3, 2);
    }

    @Test
    void aPurgeRemovesWhatTimeHasReplaced() {
        fixture.put(latest, row(1L, "a", ago(5), 1), row(1L, "a", NOON.plusSeconds(1), 2));
        fixture.clock.advance(Duration.ofMinutes(1));

        assertThat(fixture.writer.purge(latest, 0)).isZero();
        assertThat(xs(latest, Map.of("id", 1L))).containsExactly(2);
    }

    @Test
    void historyIsReadByRangeNumberAndLeadingColumns() {
        fixture.put(ttl, row(1L, ago(1), 5), row(1L, ago(2), 4), row(1L, ago(3), 3), row(2L, ago(2), 14));

        assertThat(xs(ttl, Map.of("id", 1L), TimeRange.of(ago(3), ago(1)), 9)).containsExactly(5, 4);
        assertThat(xs(ttl, Map.of("id", 1), TimeRange.ALL, 2)).containsExactly(5, 4);
        assertThat(xs(ttl, Map.of(), TimeRange.ALL, 1)).containsExactly(5, 14);
        fixture.put(latest, row(1L, "", ago(1), 1), row(1L, "b", ago(1), 2), row(256L, "a", ago(1), 3));
        assertThat(xs(latest, Map.of("id", 1L))).containsExactly(1, 2);
        assertThatThrownBy(() -> xs(latest, Map.of("part", "b"))).hasMessageContaining("'id'");
        assertThatThrownBy(() -> xs(latest, Map.of("idd", 1L))).hasMessageContaining("Did you mean 'id'?");
    }

    @Test
    void historyGivesWholeRows() {
        fixture.put(latest, row(1L, "a", ago(5), null));

        assertThat(new HistoryReader(fixture.store).rows(latest, Map.of("id", 1), TimeRange.ALL, 1))
                .isEqualTo(Fixture.frame(LATEST.schema(), row(1L, "a", ago(5), null)));
    }

    @Test
    void aRebuildReplacesEverything() {
        fixture.put(latest, row(1L, "a", ago(5), 1), row(3L, "a", ago(5), 2));
        Frame rows =
                Fixture.frame(latest, 9, row(2L, "z", ago(1), 5), row(1L, "b", ago(2), 4), row(1L, "b", ago(3), 3));

        assertThat(fixture.writer.rebuild(latest, rows.reader())).isEqualTo(3);

        assertThat(xs(latest, Map.of())).containsExactly(4, 5);
        assertThat(fixture.writer.served(latest)).hasValue(2);
        fixture.put(latest, row(2L, "z", NOON.minusSeconds(1), 6));
        assertThat(xs(latest, Map.of())).containsExactly(4, 6);
    }

    @Test
    void aRebuildSortsMoreThanFitsIntoMemory() throws Exception {
        fixture = new Fixture(new LoadSpace(scratch.resolve("runs"), 2_000));
        List<Frame> frames = new ArrayList<>();
        for (int frame = 0; frame < 7; frame++) {
            List<Object[]> rows = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                rows.add(row((long) (i * 37 % 40), ago(frame + 1), 100 * frame + i * 37 % 40));
            }
            frames.add(Fixture.frame(ttl, frame + 1, rows.toArray(Object[][]::new)));
        }
        Schema schema = Fixture.rowSchema(ttl);

        assertThat(fixture.writer.rebuild(ttl, FrameReader.of(schema, frames.iterator())))
                .isEqualTo(280);

        assertThat(xs(ttl, Map.of("id", 13L))).containsExactly(13, 113, 213, 313, 413, 513, 613);
        assertThat(xs(ttl, Map.of())).hasSize(280);
        try (Stream<Path> left = Files.list(scratch.resolve("runs"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFirstRebuildFillsTheGroupsOwnGeneration() {
        OnlineGroup seventh = new OnlineGroup(LATEST, latest.space(), 1, 7, 1);
        fixture.writer.rebuild(
                seventh, Fixture.frame(seventh, 1, row(1L, "a", ago(1), 1)).reader());

        assertThat(fixture.writer.served(seventh)).hasValue(7);
        assertThat(xs(latest, Map.of("id", 1L))).containsExactly(1);
    }

    @Test
    void aDroppedGroupHasNoRows() {
        fixture.put(latest, row(1L, "a", ago(5), 1));
        fixture.writer.drop(latest);

        assertThat(fixture.writer.served(latest)).isEmpty();
        assertThat(xs(latest, Map.of())).isEmpty();
    }

    @Test
    void rowsWithoutKeyOrEventTimeAreRefused() {
        assertThatThrownBy(() -> fixture.put(latest, row(1L, null, ago(5), 1)))
                .hasMessageContaining("'part'")
                .hasMessageContaining("Row 0");
        assertThatThrownBy(() -> fixture.put(latest, row(1L, "a", ago(5), 1), row(1L, "a", null, 1)))
                .hasMessageContaining("'ts'")
                .hasMessageContaining("Row 1");
        assertThatThrownBy(() -> fixture.writer.put(latest, Frame.empty(LATEST.schema())))
                .hasMessageContaining("'_seq'");
    }

    @Test
    void groupsOfOneEntityAndEqualKeysShareASpace() {
        FeatureGroupSpec other = FeatureGroupSpec.builder("other", 1)
                .feature("id", DataType.INT)
                .primaryKey("id")
                .online()
                .build();
        FeatureGroupSpec text = FeatureGroupSpec.builder("text", 1)
                .feature("id", DataType.string(4))
                .primaryKey("id")
                .online()
                .build();

        assertThat(Fixture.group(5, other).space()).isEqualTo(ttl.space());
        assertThat(Fixture.group(6, text).space()).isNotEqualTo(ttl.space());
    }
}
