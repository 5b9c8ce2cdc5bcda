package io.shearwater.online;

import static io.shearwater.online.Fixture.ago;
import static io.shearwater.online.Fixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineMutation;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaEvolutionTest {
    private static final FeatureGroupSpec FIRST = spec(
            Feature.of("a", DataType.INT),
            Feature.of("b", DataType.FLOAT),
            Feature.of("s", DataType.string(5)),
            Feature.of("d", DataType.decimal(9, 2)),
            Feature.of("l", DataType.array(DataType.INT)));
    private static final FeatureGroupSpec SECOND = spec(
            Feature.of("a", DataType.LONG),
            Feature.of("b", DataType.DOUBLE),
            Feature.of("s", DataType.STRING),
            Feature.of("d", DataType.decimal(20, 2)),
            Feature.of("l", DataType.array(DataType.LONG)),
            Feature.of("added", DataType.STRING),
            Feature.of("defaulted", DataType.LONG).withDefault(7));

    @TempDir
    private Path scratch;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(scratch);
    }

    private static FeatureGroupSpec spec(Feature... features) {
        FeatureGroupSpec.Builder spec = FeatureGroupSpec.builder("changing", 1)
                .feature("id", DataType.LONG)
                .feature("ts", DataType.TIMESTAMP)
                .primaryKey("id")
                .eventTime("ts")
                .online();
        for (Feature feature : features) {
            spec.feature(feature);
        }
        return spec.build();
    }

    private static OnlineGroup version(int version, FeatureGroupSpec spec) {
        return new OnlineGroup(spec, OnlineGroup.spaceOf("test", spec), 1, 1, version);
    }

    private VectorReader reader(OnlineGroup group) {
        FeatureViewSpec view = FeatureViewSpec.builder("view", 1, Query.featuresOf(group.spec()))
                .build();
        return new VectorReader(fixture.store, VectorPlan.ofFeatures(view, List.of(group)), fixture.clock);
    }

    private Map<String, @Nullable Object> read(OnlineGroup group) {
        return reader(group).vector(Map.of("id", 1L)).toMap();
    }

    @Test
    void rowsOfAnEarlierVersionReadAsTheColumnsAreNow() {
        fixture.put(version(1, FIRST), row(1L, ago(1), -1, 0.5f, "text", new BigDecimal("1.25"), List.of(3, 4)));
        OnlineGroup now = version(2, SECOND);

        Map<String, @Nullable Object> read = read(now);

        assertThat(read)
                .containsEntry("a", -1L)
                .containsEntry("b", 0.5)
                .containsEntry("s", "text")
                .containsEntry("d", new BigDecimal("1.25"))
                .containsEntry("l", List.of(3L, 4L))
                .containsEntry("added", null)
                .containsEntry("defaulted", 7L);
        assertThat(new HistoryReader(fixture.store)
                        .rows(now, Map.of("id", 1), TimeRange.ALL, 1)
                        .value(0, "defaulted"))
                .isEqualTo(7L);
    }

    @Test
    void nullsOfAnEarlierVersionStayNull() {
        fixture.put(version(1, FIRST), row(1L, ago(1), null, null, null, null, null));

        assertThat(read(version(2, SECOND))).containsEntry("a", null).containsEntry("l", null);
    }

    @Test
    void rowsOfBothVersionsAreReadSideBySide() {
        fixture.put(version(1, FIRST), row(1L, ago(1), 1, 0.5f, "old", null, null));
        fixture.put(version(2, SECOND), row(2L, ago(1), 1L << 40, 0.1, "new", null, null, "x", 8L));
        VectorReader reader = reader(version(2, SECOND));

        assertThat(reader.vector(Map.of("id", 1)).value("s")).isEqualTo("old");
        assertThat(reader.vector(Map.of("id", 2)).value("a")).isEqualTo(1L << 40);
        assertThat(reader.vector(Map.of("id", 2)).value("defaulted")).isEqualTo(8L);
    }

    @Test
    void aReaderMadeBeforeAColumnWasAddedGoesOn() {
        FeatureGroupSpec wide = spec(
                Feature.of("a", DataType.INT),
                Feature.of("b", DataType.FLOAT),
                Feature.of("s", DataType.string(5)),
                Feature.of("d", DataType.decimal(9, 2)),
                Feature.of("l", DataType.array(DataType.INT)),
                Feature.of("z", DataType.INT));
        VectorReader early = reader(version(1, FIRST));
        fixture.put(version(2, wide), row(1L, ago(1), 5, 0.5f, "x", null, null, 6));

        assertThat(early.vector(Map.of("id", 1L)).value("a")).isEqualTo(5);
    }

    @Test
    void aReaderMadeBeforeAColumnWasWidenedSaysThatItIsTooOld() {
        fixture.writer.describe(version(1, FIRST));
        VectorReader early = reader(version(1, FIRST));
        fixture.put(version(2, SECOND), row(1L, ago(1), 5L, 0.5, "x", null, null, null, null));

        assertThatThrownBy(() -> early.vector(Map.of("id", 1L)))
                .hasMessageContaining("'a'")
                .extracting(error -> ((ShearwaterException) error).code())
                .isEqualTo(OnlineError.SCHEMA_CHANGED);
    }

    @Test
    void aColumnThatWasDroppedAndAddedAgainIsANewOne() {
        FeatureGroupSpec with = spec(Feature.of("a", DataType.INT), Feature.of("b", DataType.INT));
        FeatureGroupSpec without = spec(Feature.of("a", DataType.INT));
        fixture.put(version(1, with), row(1L, ago(1), 1, 2));
        fixture.writer.describe(version(2, without));

        assertThat(read(version(2, without))).containsExactly(Map.entry("a", 1));
        assertThat(read(version(3, with))).containsEntry("a", 1).containsEntry("b", null);
    }

    @Test
    void aColumnOfAnotherTypeIsANewOne() {
        fixture.put(version(1, spec(Feature.of("a", DataType.STRING))), row(1L, ago(1), "text"));

        assertThat(read(version(2, spec(Feature.of("a", DataType.INT))))).containsEntry("a", null);
    }

    @Test
    void columnsCannotChangeWithinAVersion() {
        fixture.writer.describe(version(1, FIRST));

        assertThatThrownBy(() -> fixture.writer.describe(version(1, SECOND)))
                .hasMessageContaining("'changing'")
                .hasMessageContaining("without a new schema version");
    }

    @Test
    void aWiderKeyFindsTheRowsOfTheNarrowOne() {
        FeatureGroupSpec narrow = FeatureGroupSpec.builder("changing", 1)
                .feature("id", DataType.INT)
                .feature("a", DataType.INT)
                .primaryKey("id")
                .online()
                .build();
        FeatureGroupSpec wide = FeatureGroupSpec.builder("changing", 1)
                .feature("id", DataType.LONG)
                .feature("a", DataType.INT)
                .primaryKey("id")
                .online()
                .build();
        fixture.put(version(1, narrow), row(1, 5));

        assertThat(version(2, wide).space()).isEqualTo(version(1, narrow).space());
        assertThat(read(version(2, wide))).containsEntry("a", 5);
    }

    @Test
    void damagedRowsAreCalledSo() {
        OnlineGroup group = version(1, FIRST);
        fixture.put(group, row(1L, ago(1), 1, 0.5f, "text", null, null));
        byte[] key = KeyCodec.of(FIRST).encode(1L);

        for (byte[] bytes :
                List.of(new byte[0], new byte[] {1, 0, 0, 1, 0}, new byte[] {9, 0, 0, 1}, new byte[] {1, 0, 0, 8})) {
            OnlineMutation broken = new OnlineMutation.PutRow(key, Times.micros(ago(0)), 99, bytes);
            fixture.store.apply(new OnlineBatch(group.table(), 1, List.of(broken), 0, Optional.empty()));
            assertThatThrownBy(() -> read(group))
                    .extracting(error -> ((ShearwaterException) error).code())
                    .isEqualTo(OnlineError.DAMAGED);
        }
    }
}
