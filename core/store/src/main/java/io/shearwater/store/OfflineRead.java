package io.shearwater.store;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.plan.Version;
import io.shearwater.query.LabelRows;
import io.shearwater.query.PlanRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A query for what requests of the past found in the history of groups.
 *
 * @param view whose groups are read
 * @param keys columns of its root by which rows are found, and what the requests call them
 * @param values what is read
 * @param places for each of them where it belongs among what a request finds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OfflineRead(
        StoreParts parts, FeatureViewSpec view, Map<Field, String> keys, List<Query.Output> values, int[] places) {
    private static final FrameRef ASKED = new FrameRef("asked");
    private static final String ROW = "_row";
    private static final String TIME = "_time";

    /** This, of only some of the places. */
    OfflineRead only(IntPredicate wanted) {
        int[] kept = IntStream.range(0, places.length)
                .filter(i -> wanted.test(places[i]))
                .toArray();
        return new OfflineRead(
                parts,
                view,
                keys,
                IntStream.of(kept).mapToObj(values::get).toList(),
                IntStream.of(kept).map(i -> places[i]).toArray());
    }

    /**
     * Reads.
     *
     * @param times of each request, as of which it is answered, in microseconds
     * @param versions of each node of the view
     * @param into for each request what it finds
     */
    void read(List<LoggedVector> asked, long[] times, List<Version> versions, @Nullable Object[][] into) {
        if (values.isEmpty()) {
            return;
        }
        Frame spine = spine(asked, times);
        long first = LongStream.of(times).min().orElseThrow();
        long last = LongStream.of(times).max().orElseThrow();
        TimeRange range = new TimeRange(OptionalLong.of(first - 1), OptionalLong.of(last));
        LabelRows rows = new LabelRows.OfSpine(ASKED, spine.schema(), range, Optional.of(TIME));
        Plan query = new QueryReads(parts)
                .planner()
                .vectors(view, PlanRequest.of(rows).at(versions), ROW, values);
        try (FrameReader reader = parts.offline().reader().run(query, sources -> sources.with(ASKED, spine.reader()))) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                copy(next.get(), into);
            }
        }
    }

    private void copy(Frame found, @Nullable Object[][] into) {
        for (int row = 0; row < found.rows(); row++) {
            int at = Math.toIntExact((Long) found.column(0).valueAt(row));
            for (int i = 0; i < places.length; i++) {
                into[at][places[i]] = found.column(i + 1).value(row);
            }
        }
    }

    private Frame spine(List<LoggedVector> asked, long[] times) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(ROW, DataType.LONG));
        fields.add(new Field(TIME, DataType.TIMESTAMP));
        fields.addAll(keys.keySet());
        FrameBuilder rows = new FrameBuilder(Schema.of(fields), asked.size());
        for (int i = 0; i < asked.size(); i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put(ROW, (long) i);
            row.put(TIME, Times.instant(times[i]));
            for (Map.Entry<Field, String> key : keys.entrySet()) {
                row.put(key.getKey().name(), asked.get(i).named().get(key.getValue()));
            }
            rows.append(row);
        }
        return rows.build();
    }
}
