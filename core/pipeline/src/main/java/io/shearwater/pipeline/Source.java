package io.shearwater.pipeline;

import io.shearwater.model.FileSource;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Where rows of a feature pipeline come from. Of a source with a time only the rows of the run's stretch are read. Immutable. */
public sealed interface Source {
    /** The rows of a feature group, by its event time. */
    static OfGroup group(String name) {
        return new OfGroup(name, OptionalInt.empty(), List.of(), Predicate.all());
    }

    /** The rows of one version of a feature group, by its event time. */
    static OfGroup group(String name, int version) {
        return new OfGroup(name, OptionalInt.of(version), List.of(), Predicate.all());
    }

    /** The rows of files outside the store; all of them, unless a time is named. */
    static OfFiles files(FileSource files) {
        return new OfFiles(files, Optional.empty());
    }

    /**
     * Rows that the program makes or fetches.
     *
     * @param reader asked for the rows of a stretch of time when they are needed, perhaps several times, from any thread
     */
    static OfProgram rows(Schema schema, Function<TimeRange, FrameReader> reader) {
        return new OfProgram(schema, reader, Optional.empty(), Optional.empty());
    }

    /**
     * A feature group.
     *
     * @param version the newest when empty
     * @param columns all when empty
     */
    record OfGroup(String name, OptionalInt version, List<String> columns, Predicate filter) implements Source {
        public OfGroup {
            Names.check("feature group", name);
            columns = List.copyOf(columns);
        }

        /** Only these columns. */
        public OfGroup select(String... names) {
            return new OfGroup(name, version, List.of(names), filter);
        }

        /** Only rows that pass; several conditions must all pass. */
        public OfGroup where(Predicate condition) {
            return new OfGroup(name, version, columns, filter.and(condition));
        }
    }

    /** Files outside the store. */
    record OfFiles(FileSource files, Optional<String> timeColumn) implements Source {
        /** Rows are those of the run by this column, a timestamp or a date. */
        public OfFiles time(String column) {
            return new OfFiles(files, Optional.of(column));
        }
    }

    /**
     * Rows that the program brings.
     *
     * @param since the instant from which on there are rows; windows that reach back to before it are not complete
     */
    record OfProgram(
            Schema schema,
            Function<TimeRange, FrameReader> reader,
            Optional<String> timeColumn,
            Optional<Instant> since)
            implements Source {
        /** The column that the stretches are of; other rows that are brought are left out. */
        public OfProgram time(String column) {
            schema.index(column);
            return new OfProgram(schema, reader, Optional.of(column), since);
        }

        /** There are no rows before this instant. */
        public OfProgram since(Instant first) {
            return new OfProgram(schema, reader, timeColumn, Optional.of(first));
        }
    }
}
