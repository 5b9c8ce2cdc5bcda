package io.shearwater.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.shearwater.model.ErrorKind;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.wire.Samples.Sample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is sent, each parser answers with what was meant or with an error that is the sender's, soon and without much memory.
 * {@code -Dtests.jvm=-Dfuzz.seconds=60} goes on for so long with each.
 */
class FuzzTest {
    private static final List<String> PIECES = List.of(
            "null",
            "-1",
            "1e999999999",
            "9223372036854775808",
            "\"\"",
            "[]",
            "{}",
            "NaN",
            "\"NaN\"",
            "true",
            "\\ud800",
            "\"\\u0000\"",
            "-0.0",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"PT9999999999999H\"",
            "2147483648",
            "\"999999999999\"",
            "1e-400",
            "\"array<array<int>>\"",
            "\"embedding(65536)\"",
            "{\"double\":\"x\"}",
            "\u0000",
            "\uD83D\uDE00");

    /** Something that reads, and what it reads when nothing is wrong. */
    record Target(String name, Consumer<byte[]> parser, List<byte[]> valid) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Target> targets() {
        List<Target> targets = new ArrayList<>();
        Samples.all().forEach(sample -> targets.add(ofCodec(sample)));
        Schema schema = new RandomValues(7).schema();
        Schema numbers = Samples.GROUP.schema();
        Schema plain = SchemaJson.read("[{\"name\":\"a\",\"type\":\"double\"},{\"name\":\"b\",\"type\":\"timestamp\"},"
                + "{\"name\":\"c\",\"type\":\"array<struct<x:long>>\"}]");
        targets.add(new Target("rows", bytes -> drain(RowsJson.reader(in(bytes), schema)), rows(schema, false)));
        targets.add(new Target(
                "rows of a group", bytes -> drain(RowsJson.reader(in(bytes), numbers)), rows(numbers, false)));
        targets.add(new Target("lines", bytes -> drain(RowsJson.lines(in(bytes), schema)), rows(schema, true)));
        targets.add(new Target("rows without columns", bytes -> drain(RowsJson.reader(in(bytes))), rows(plain, false)));
        targets.add(new Target("lines without columns", bytes -> drain(RowsJson.lines(in(bytes))), rows(plain, true)));
        targets.add(new Target("frames", bytes -> drain(FrameStream.reader(in(bytes))), frames()));
        targets.add(
                new Target("frames with right sums", bytes -> drain(FrameStream.reader(in(summed(bytes)))), frames()));
        targets.add(new Target(
                "columns",
                bytes -> SchemaJson.read(text(bytes)),
                List.of(SchemaJson.write(schema).getBytes(StandardCharsets.UTF_8))));
        targets.add(new Target(
                "problems",
                bytes -> ProblemJson.read(400, text(bytes)).toException(),
                List.of(bytes(
                        "{\"type\":\"urn:shearwater:error:model:BAD_NAME\",\"kind\":\"user\",\"detail\":\"x\"}"))));
        targets.add(new Target(
                "conditions",
                bytes -> PredicateJson.of(numbers, "group").read(text(bytes)),
                List.of(bytes("\"amount > 5 and (code in (1, 2) or card like 'a%')\""))));
        targets.add(new Target(
                "vectors", bytes -> FeatureVectorFrames.read(in(summed(bytes)), new KnownColumns()), vectors()));
        return targets.stream();
    }

    private static <T> Target ofCodec(Sample<T> sample) {
        return new Target(
                sample.name(),
                bytes -> sample.codec().read(text(bytes)),
                List.of(bytes(sample.codec().write(sample.value()))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ByteArrayInputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static void drain(FrameReader reader) {
        try (reader) {
            while (reader.next().isPresent()) {
                // What is read is not looked at: it was made, and nothing broke.
                assertThat(reader.schema()).isNotNull();
            }
        }
    }

    private static List<byte[]> rows(Schema schema, boolean lines) {
        List<byte[]> all = new ArrayList<>();
        for (RowsJson.Form form :
                lines ? List.of(RowsJson.Form.LINES) : List.of(RowsJson.Form.OBJECTS, RowsJson.Form.COLUMNS)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            RowsJson.write(new RandomValues(1).frame(schema, 5).reader(), form, out);
            all.add(out.toByteArray());
        }
        return all;
    }

    private static List<byte[]> vectors() {
        List<byte[]> all = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            RandomValues random = new RandomValues(seed);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Schema columns = random.schema();
            new FeatureVectorFrames(columns).write(random.vectors(columns, 1 + seed), out);
            all.add(out.toByteArray());
        }
        return all;
    }

    private static List<byte[]> frames() {
        List<byte[]> all = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            RandomValues random = new RandomValues(seed);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            FrameStream.write(random.frame(random.schema(), 1 + 5 * seed).reader(), out);
            all.add(out.toByteArray());
        }
        return all;
    }

    /** The stream with checksums that fit its blocks, as far as these can be told. */
    private static byte[] summed(byte[] stream) {
        byte[] next = stream.clone();
        ByteBuffer fields = ByteBuffer.wrap(next).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = FrameStream.HEAD; at + 16 <= next.length; ) {
            int length = fields.getInt(at + 4);
            if (length < 0 || length > next.length - at - 16) {
                break;
            }
            CRC32 sum = new CRC32();
            sum.update(next, at, 8);
            sum.update(next, at + 16, length);
            fields.putInt(at + 8, (int) sum.getValue()).putInt(at + 12, 0);
            at += 16 + length;
        }
        return next;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whatever_is_sent_the_answer_is_soon_and_the_senders_mistake(Target target) {
        target.valid().forEach(target.parser());
        long seconds = Long.getLong("fuzz.seconds", 0);
        long seed = seconds == 0 ? 42 : System.nanoTime();
        Random random = new Random(seed);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        for (int round = 0; round < 250 || System.nanoTime() < end; round++) {
            byte[] input =
                    mutated(target.valid().get(random.nextInt(target.valid().size())), random);
            long before = allocated();
            try {
                target.parser().accept(input);
            } catch (ShearwaterException refused) {
                if (refused.kind() != ErrorKind.USER
                        && refused.code() != WireError.CUT_STREAM
                        && !target.name().startsWith("frames with right sums")) {
                    fail(described(target, seed, round, input), refused);
                }
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
                fail(described(target, seed, round, input), defect);
            }
            assertThat(allocated() - before)
                    .as(described(target, seed, round, input))
                    .isLessThan((64L << 20) + 1_000L * input.length);
        }
    }

    private static String described(Target target, long seed, int round, byte[] input) {
        return target.name() + ", seed " + seed + ", round " + round + ": "
                + text(Arrays.copyOf(input, Math.min(input.length, 2_000)));
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static byte[] mutated(byte[] valid, Random random) {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = valid;
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes(PIECES.get(random.nextInt(PIECES.size())));
        }
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + random.nextInt(20));
        return switch (random.nextInt(7)) {
            case 0 -> {
                byte[] next = bytes.clone();
                next[at] ^= (byte) (1 << random.nextInt(8));
                yield next;
            }
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 3 -> spliced(bytes, at, to, new byte[0]);
            case 4 -> replacedValue(bytes, at, random);
            case 5 -> {
                byte[] number = new byte[4];
                ByteBuffer.wrap(number)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(List.of(-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20, 65_537)
                                .get(random.nextInt(7)));
                yield spliced(bytes, at, Math.min(bytes.length, at + 4), number);
            }
            default -> {
                byte[] deep = new byte[random.nextInt(2) == 0 ? 100 : 10_000];
                Arrays.fill(deep, (byte) (random.nextBoolean() ? '[' : '9'));
                yield spliced(bytes, at, at, deep);
            }
        };
    }

    /** With another value behind the next colon. */
    private static byte[] replacedValue(byte[] bytes, int from, Random random) {
        byte[] piece = bytes(PIECES.get(random.nextInt(PIECES.size())));
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == ':') {
                int end = at + 1;
                while (end < bytes.length && bytes[end] != ',' && bytes[end] != '}' && bytes[end] != ']') {
                    end++;
                }
                return spliced(bytes, at + 1, end, piece);
            }
        }
        return spliced(bytes, from, from, piece);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        byte[] next = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, next, 0, from);
        System.arraycopy(piece, 0, next, from, piece.length);
        System.arraycopy(bytes, to, next, from + piece.length, bytes.length - to);
        return next;
    }
}
