package io.shearwater.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Values;
import io.shearwater.testing.InMemoryOnlineStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

class RowCodecPropertyTest {
    /** A group of a key column and up to 20 others. */
    private static OnlineGroup group(RandomValues random) {
        FeatureGroupSpec.Builder spec = FeatureGroupSpec.builder("random", 1);
        int columns = random.random().nextInt(1, 20);
        int key = random.random().nextInt(columns);
        for (int i = 0; i < columns; i++) {
            spec.feature("c" + i, i == key ? random.keyType() : random.type(2));
        }
        return Fixture.group(1, spec.primaryKey("c" + key).online().build());
    }

    private static @Nullable Object[] row(RandomValues random, OnlineGroup group) {
        return group.spec().schema().fields().stream()
                .map(field -> group.spec().primaryKey().contains(field.name())
                        ? random.value(field.type())
                        : random.nullable(field.type()))
                .toArray();
    }

    @Property
    void rowsComeBackWhole(@ForAll long seed) {
        RandomValues random = new RandomValues(seed);
        OnlineGroup group = group(random);
        @Nullable Object[] row = row(random, group);
        Fixture fixture = new Fixture(Path.of("unused"));
        fixture.put(group, row);

        Frame read = new HistoryReader(fixture.store).rows(group, Map.of(), TimeRange.ALL, 1);

        assertThat(read).isEqualTo(Fixture.frame(group.spec().schema(), row));
    }

    @Property
    void aProjectionReadsWhatItWantsInItsOrder(@ForAll long seed) {
        RandomValues random = new RandomValues(seed);
        OnlineGroup group = group(random);
        Frame frame = Fixture.frame(group.spec().schema(), row(random, group), row(random, group));
        List<String> stored = RowLayout.storedFields(group.spec()).stream()
                .map(Field::name)
                .filter(name -> random.random().nextBoolean())
                .sorted((left, right) -> Integer.compare(left.hashCode() * 31 % 17, right.hashCode() * 31 % 17))
                .toList();
        Layouts layouts = new Layouts(new InMemoryOnlineStore());
        byte[] bytes = new RowEncoder(layouts.describe(group), frame).encode(new ByteSink(), 1);
        @Nullable Object[] read = new @Nullable Object[stored.size()];

        int outcome = new RowReader(group, layouts, stored).read(placed(random, bytes), read);

        assertThat(outcome).isEqualTo(RowReader.READ);

        for (int i = 0; i < read.length; i++) {
            assertThat(Values.same(read[i], frame.value(1, stored.get(i))))
                    .as(stored.get(i))
                    .isTrue();
        }
    }

    /** The bytes somewhere in a buffer of some kind, as a store may give them. */
    private static ByteBuffer placed(RandomValues random, byte[] bytes) {
        int before = random.random().nextInt(9);
        ByteBuffer buffer = random.random().nextBoolean()
                ? ByteBuffer.allocate(before + bytes.length + 3)
                : ByteBuffer.allocateDirect(before + bytes.length + 3);
        buffer.position(before).put(bytes).flip().position(before);
        return random.random().nextBoolean() ? buffer : buffer.asReadOnlyBuffer();
    }
}
