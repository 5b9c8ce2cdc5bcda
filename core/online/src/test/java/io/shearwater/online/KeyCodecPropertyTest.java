package io.shearwater.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.Values;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class KeyCodecPropertyTest {
    private static final int KEYS = 8;

    private static List<DataType> types(RandomValues random) {
        List<DataType> types = new ArrayList<>();
        for (int i = random.random().nextInt(1, 4); i > 0; i--) {
            types.add(random.keyType());
        }
        return types;
    }

    private static Object[] key(RandomValues random, List<DataType> types) {
        return types.stream().map(random::value).toArray();
    }

    @Property
    void keysComeBack(@ForAll long seed) {
        RandomValues random = new RandomValues(seed);
        List<DataType> types = types(random);
        KeyCodec codec = new KeyCodec(types);
        Object[] key = key(random, types);

        assertThat(Values.same(Arrays.asList(codec.decode(ByteBuffer.wrap(codec.encode(key)))), Arrays.asList(key)))
                .isTrue();
    }

    @Property
    void bytesOrderAsValuesDoAndNoKeyBeginsWithAnother(@ForAll long seed) {
        RandomValues random = new RandomValues(seed);
        List<DataType> types = types(random);
        KeyCodec codec = new KeyCodec(types);
        for (int i = 0; i < KEYS; i++) {
            Object[] left = key(random, types);
            Object[] right = key(random, types);
            int order = compare(left, right);
            byte[] leftBytes = codec.encode(left);
            byte[] rightBytes = codec.encode(right);

            assertThat(Integer.signum(Arrays.compareUnsigned(leftBytes, rightBytes)))
                    .as("%s beside %s", Arrays.toString(left), Arrays.toString(right))
                    .isEqualTo(order);
            if (order != 0) {
                assertThat(Arrays.mismatch(leftBytes, rightBytes))
                        .isLessThan(Math.min(leftBytes.length, rightBytes.length));
            }
        }
    }

    @Property
    void leadingColumnsAreAPrefix(@ForAll long seed) {
        RandomValues random = new RandomValues(seed);
        List<DataType> types = types(random);
        KeyCodec codec = new KeyCodec(types);
        Object[] key = key(random, types);
        byte[] whole = codec.encode(key);
        byte[] leading = codec.encode(Arrays.copyOf(key, key.length - 1));

        assertThat(Arrays.copyOf(whole, leading.length)).isEqualTo(leading);
    }

    @Property
    void rowsOfFramesHaveTheKeysOfTheirValues(@ForAll long seed) {
        RandomValues random = new RandomValues(seed);
        List<DataType> types = types(random);
        List<Field> fields = new ArrayList<>();
        types.forEach(type -> fields.add(new Field("k" + fields.size(), type)));
        Object[] key = key(random, types);
        Frame frame = Fixture.frame(Schema.of(fields), key(random, types), key);
        ByteSink sink = new ByteSink();

        KeyCodec.put(sink, frame.columns().toArray(Column[]::new), 1);

        assertThat(sink.toBytes()).isEqualTo(new KeyCodec(types).encode(key));
    }

    private static int compare(Object[] left, Object[] right) {
        for (int i = 0; i < left.length; i++) {
            int order = compareValues(left[i], right[i]);
            if (order != 0) {
                return Integer.signum(order);
            }
        }
        return 0;
    }

    @SuppressWarnings("unchecked") // both are of one class
    private static int compareValues(Object left, Object right) {
        return switch (left) {
            case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) right);
            case String text ->
                Arrays.compare(
                        text.codePoints().toArray(),
                        ((String) right).codePoints().toArray());
            default -> ((Comparable<Object>) left).compareTo(right);
        };
    }
}
