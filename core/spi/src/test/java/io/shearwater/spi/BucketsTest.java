package io.shearwater.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final int ALL = Integer.MAX_VALUE;

    /** The hashes that the Iceberg specification gives as examples, with the sign bit cleared. */
    @Test
    void hashesAsTheIcebergSpecificationSays() {
        assertThat(Buckets.of((Object) 34, ALL)).isEqualTo(2017239379);
        assertThat(Buckets.of((Object) 34L, ALL)).isEqualTo(2017239379);
        assertThat(Buckets.of(new BigDecimal("14.20"), ALL)).isEqualTo(-500754589 & ALL);
        assertThat(Buckets.of(LocalDate.parse("2017-11-16"), ALL)).isEqualTo(-653330422 & ALL);
        assertThat(Buckets.of(Instant.parse("2017-11-16T22:31:08Z"), ALL)).isEqualTo(-2047944441 & ALL);
        assertThat(Buckets.of("iceberg", ALL)).isEqualTo(1210000089);
        assertThat(Buckets.of(new byte[] {0, 1, 2, 3}, ALL)).isEqualTo(-188683207 & ALL);
    }

    @Property
    void liesBelowTheNumberOfBucketsAndIsTheSameForBytesAndText(
            @ForAll String text, @ForAll @IntRange(min = 1, max = 4096) int buckets) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));

        assertThat(Buckets.of(text, buckets)).isBetween(0, buckets - 1).isEqualTo(Buckets.of(bytes, buckets));
        assertThat(bytes.position()).isZero();
    }

    @Property
    void aLongIsHashedAsItsEightBytes(@ForAll long value) {
        ByteBuffer bytes = ByteBuffer.allocate(8)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .flip();

        assertThat(Buckets.of(value, ALL)).isEqualTo(Buckets.of(bytes, ALL));
    }

    @Test
    void floatingPointAndBooleansHaveNoBucket() {
        assertThat(Buckets.supports(DataType.DOUBLE)).isFalse();
        assertThat(Buckets.supports(DataType.BOOLEAN)).isFalse();
        assertThat(Buckets.supports(DataType.STRING)).isTrue();
    }
}
