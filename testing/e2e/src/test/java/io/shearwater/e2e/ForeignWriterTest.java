package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.TimeRange;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program commits to a group's table through Iceberg's own catalog. */
@SuppressWarnings("NullAway.Init") // JUnit opens the store before a test.
class ForeignWriterTest {
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("id", DataType.LONG)
            .feature("limit", DataType.LONG)
            .primaryKey("id")
            .online()
            .build();

    @TempDir
    private Path directory;

    private FeatureStore store;
    private FeatureGroup cards;
    private IcebergRows iceberg;
    private TableIdentifier table;

    @BeforeEach
    void open() {
        store = Shearwater.open(directory);
        cards = store.createFeatureGroup(CARDS);
        cards.insert(rows(1, 10, 2, 20));
        iceberg = new IcebergRows(directory);
        table = TableIdentifier.of(store.project(), CARDS.ref().tableName());
    }

    @AfterEach
    void close() {
        iceberg.close();
        store.close();
    }

    private static Frame rows(long... values) {
        FrameBuilder rows = new FrameBuilder(CARDS.schema(), values.length / 2);
        for (int i = 0; i < values.length; i += 2) {
            rows.append(values[i], values[i + 1]);
        }
        return rows.build();
    }

    private static Map<String, Object> foreign(long id, long limit) {
        return Map.of("id", id, "limit", limit, "_seq", 0L);
    }

    private List<Object> online(long id) {
        return cards.onlineRows(Map.of("id", id), TimeRange.ALL, 9).toMaps().stream()
                .map(row -> row.getOrDefault("limit", "none"))
                .toList();
    }

    @Test
    void whatItWroteIsNotReadAndNothingIsWrittenOnTopOfItUntilItIsAdopted() throws IOException {
        iceberg.append(table, List.of(foreign(3, 30), foreign(4, 40)));

        assertThat(cards.read().rows()).isEqualTo(2);
        assertThatThrownBy(() -> cards.insert(rows(5, 50)))
                .hasMessageContaining("'cards'")
                .hasMessageContaining("another program")
                .hasMessageContaining("adopt()");
        assertThatThrownBy(cards::compact).hasMessageContaining("adopt()");

        Commit adopted = cards.adopt().orElseThrow();
        assertThat(adopted.operation()).isEqualTo(Commit.Operation.ADOPT);
        assertThat(adopted.counts().inserted()).isEqualTo(2);
        assertThat(cards.read().toMaps()).extracting(row -> row.get("id")).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(online(3)).containsExactly(30L);
        assertThat(cards.changes(cards.commits().getFirst().id(), adopted.id())
                        .readAll()
                        .toMaps())
                .extracting(row -> row.get("id"), row -> row.get("change_type"))
                .containsExactlyInAnyOrder(tuple(3L, "insert"), tuple(4L, "insert"));

        cards.insert(rows(4, 41, 5, 50));
        assertThat(online(4)).containsExactly(41L);
        assertThat(cards.read().rows()).isEqualTo(5);
        assertThat(cards.adopt()).isEmpty();
        assertThat(cards.read().rows()).isEqualTo(5);
    }

    @Test
    void rowsThatBreakTheGroupsRulesAreNamedAndNothingChanges() throws IOException {
        iceberg.append(table, List.of(foreign(2, 21), foreign(3, 30)));

        assertThatThrownBy(cards::adopt)
                .hasMessageContaining("whose key another row has")
                .hasMessageContaining("{id=2}");
        assertThat(cards.commits()).hasSize(1);
        assertThat(cards.read().rows()).isEqualTo(2);
        assertThat(online(2)).containsExactly(20L);
    }
}
