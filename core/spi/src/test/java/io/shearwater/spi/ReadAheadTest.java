package io.shearwater.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadTest {
    private static final Schema SCHEMA = Schema.of(new Field("id", DataType.LONG));

    /** Gives so many frames of one row, then ends or fails. */
    private static final class Source implements FrameReader {
        private final int frames;
        private final Optional<RuntimeException> failure;
        private final AtomicInteger given = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        Source(int frames, Optional<RuntimeException> failure) {
            this.frames = frames;
            this.failure = failure;
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public Optional<Frame> next() {
            long row = given.getAndIncrement();
            if (row < frames) {
                return Optional.of(new FrameBuilder(SCHEMA, 1).append(row).build());
            }
            failure.ifPresent(exception -> {
                throw exception;
            });
            return Optional.empty();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void everyFrameComesOnceAndInOrder() {
        Source source = new Source(100, Optional.empty());
        Frame read = new ReadAhead(source).readAll();
        assertThat(read.rows()).isEqualTo(100);
        for (int row = 0; row < 100; row++) {
            assertThat(read.value(row, "id")).isEqualTo((long) row);
        }
        assertThat(source.closed).hasValue(1);
    }

    @Test
    void aFailureComesAfterTheFramesBeforeIt() {
        RuntimeException failure = new IllegalStateException("the source broke");
        try (ReadAhead reader = new ReadAhead(new Source(3, Optional.of(failure)))) {
            for (int frame = 0; frame < 3; frame++) {
                assertThat(reader.next()).isPresent();
            }
            assertThatThrownBy(reader::next).isSameAs(failure);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void whatTheThreadCannotPassOnIsNotWaitedForForEver() {
        FrameReader source = new FrameReader() {
            @Override
            public Schema schema() {
                return SCHEMA;
            }

            @Override
            public Optional<Frame> next() {
                throw ReadAheadTest.<RuntimeException>undeclared(new IOException("undeclared"));
            }

            @Override
            public void close() {}
        };
        try (ReadAhead reader = new ReadAhead(source)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessageContaining("undeclared");
            assertThat(reader.next()).isEmpty();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // ends the thread as an error in handling an error does
    private static <E extends Throwable> E undeclared(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void closingEarlyStopsTheReadingBeforeTheSourceIsClosed() {
        Source source = new Source(1_000_000, Optional.empty());
        ReadAhead reader = new ReadAhead(source);
        assertThat(reader.next()).isPresent();
        reader.close();
        int given = source.given.get();
        assertThat(given).isLessThan(10);
        assertThat(source.closed).hasValue(1);
        assertThat(reader.next()).isEmpty();
        assertThat(source.given).hasValue(given);
    }
}
