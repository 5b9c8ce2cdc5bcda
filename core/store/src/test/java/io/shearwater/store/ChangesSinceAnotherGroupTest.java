package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.ShearwaterException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesSinceAnotherGroupTest {
    @TempDir
    private Path directory;

    private static long insert(FeatureGroup group, long id) {
        return group.insert(Frame.of(group.spec().schema(), List.of(Map.of("id", id))))
                .id();
    }

    private static FeatureGroup group(FeatureStore store, String name) {
        return store.createFeatureGroup(FeatureGroupSpec.builder(name, 1)
                .feature("id", DataType.LONG)
                .primaryKey("id")
                .build());
    }

    private static List<Object> changed(FeatureGroup group, long from, long to) {
        return group.changes(from, to).readAll().toMaps().stream()
                .<Object>map(row -> row.get("change_type") + " " + row.get("id"))
                .sorted()
                .toList();
    }

    @Test
    void aCommitOfAnotherGroupStandsForTheStateThen() {
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureGroup one = group(store, "one");
            FeatureGroup other = group(store, "other");
            long first = insert(one, 1);
            long between = insert(other, 7);
            long last = insert(one, 2);

            assertThat(changed(one, between, last)).containsExactly("insert 2");
            assertThat(changed(one, between, last)).isEqualTo(changed(one, first, last));
            // The other group had nothing yet.
            assertThat(changed(other, first, between)).containsExactly("insert 7");
            assertThat(changed(one, 0, last)).containsExactly("insert 1", "insert 2");
            for (long wrong : new long[] {-1, last + 1}) {
                assertThatThrownBy(() -> one.changes(wrong, last))
                        .isInstanceOf(ShearwaterException.class)
                        .hasMessageContaining("'one' has no commit " + wrong);
            }
            assertThatThrownBy(() -> one.changes(first, between).readAll())
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessageContaining("'one' has no commit " + between);
        }
    }
}
