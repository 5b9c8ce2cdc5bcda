package io.shearwater.store;

import io.shearwater.api.ReadOptions;
import io.shearwater.api.SkewSample;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.TimeRange;
import io.shearwater.registry.GroupRecord;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** Which rows of a log of vectors are in a sample. Memory grows with the number of rows that the sample may have at most. */
final class LogSample {
    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::time).thenComparing(Place::id);

    private final StoreParts parts;
    private final GroupRecord log;
    private final SkewSample sample;
    private final Optional<Place> oldest;

    private record Place(long time, String id) {}

    LogSample(StoreParts parts, GroupRecord log, SkewSample sample) {
        this.parts = parts;
        this.log = log;
        this.sample = sample;
        this.oldest = sample.most() == Integer.MAX_VALUE ? Optional.empty() : oldest();
    }

    /** Where the sample begins, if it has to leave out any that are older. */
    private Optional<Place> oldest() {
        PriorityQueue<Place> newest = new PriorityQueue<>(ORDER);
        boolean anyOlder = false;
        ReadOptions columns = ReadOptions.all()
                .select(VectorLogLayout.REQUEST_ID, VectorLogLayout.REQUEST_TIME)
                .within(sample.range());
        try (FrameReader rows = parts.offline().reader().read(log, columns, parts.functions())) {
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                Frame frame = next.get();
                for (int row = 0; row < frame.rows(); row++) {
                    Place place = new Place(LoggedVector.time(frame, row), LoggedVector.id(frame, row));
                    if (isInShare(place.id())) {
                        newest.add(place);
                    }
                    if (newest.size() > sample.most()) {
                        newest.remove();
                        anyOlder = true;
                    }
                }
            }
        }
        return anyOlder ? Optional.of(newest.element()) : Optional.empty();
    }

    /** The rows of the log among which the sample is. */
    FrameReader rows() {
        TimeRange range = oldest.map(first -> new TimeRange(
                        OptionalLong.of(first.time() - 1), sample.range().endInclusive()))
                .orElse(sample.range());
        return parts.offline().reader().read(log, ReadOptions.all().within(range), parts.functions());
    }

    boolean contains(long time, String id) {
        return isInShare(id)
                && oldest.map(first -> ORDER.compare(new Place(time, id), first) >= 0)
                        .orElse(true);
    }

    private boolean isInShare(String id) {
        return sample.share() >= 1 || (spread(id) >>> 11) * 0x1.0p-53 < sample.share();
    }

    /** Ids may follow one another; the finaliser of SplitMix64 (Steele, Lea, Flood 2014) spreads them. */
    private static long spread(String id) {
        long mixed = 0x9e3779b97f4a7c15L * id.hashCode();
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
