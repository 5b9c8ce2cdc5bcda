package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What windowed aggregates are, on every path: events and questions in, answers out, beside the definition carried out word
 * for word. The laws that aggregates keep, and which tests hold each of them (those named without a class are here; the others are of the
 * embedded store and of whole processes):
 *
 * <table>
 * <caption>Laws</caption>
 * <tr><th>law</th><th>held by</th></tr>
 * <tr><td>path equality: history = served, for every division of the events</td><td>{@link #everyFunctionOverEveryWindowIsAsItIsDefined},
 *     {@link #conditionsMapsAndWhatIsMissingAreAsTheyAreDefined} (history), {@code OnlineAggregatesTest}, {@code OnlineAggregateTimesTest}
 *     (served), {@code WindowSqlTest} (DuckDB's windows)</td></tr>
 * <tr><td>seam: where loaded history ends and commits begin never shows</td><td>{@code AggregatesWhileWrittenTest};
 *     {@code OnlineAggregatesTest}, with seams on midnight, on whole hours and on q - W</td></tr>
 * <tr><td>staleness: never silently another value</td><td>a write of the embedded store returns when late, corrected and deleted events
 *     are served, so no value is STALE: {@code OnlineAggregatesTest}; what stands in for a row of then says so:
 *     {@code NamedTimeTest}</td></tr>
 * <tr><td>past-dated: nothing later than q is seen</td><td>{@link #whatIsLaterThanAQuestionChangesNothing},
 *     {@code NamedTimeTest}, the third proof of {@code FraudQuickstartTest}</td></tr>
 * <tr><td>order: any arrival, any division</td><td>{@link #noOrderOfArrivalAndNoDivisionChangesAnything}</td></tr>
 * <tr><td>retraction: insert and delete = never inserted</td><td>{@code OnlineAggregatesTest}, {@code KilledAggregatesTest}</td></tr>
 * <tr><td>ties: only (event time, sequence) decides</td><td>{@link #eventsOfOneTimeAreInTheOrderOfTheirSequence}</td></tr>
 * <tr><td>determinism: same events, same bytes</td><td>{@code AggregateWriterTest}</td></tr>
 * <tr><td>replay: after a restart each event counts once</td><td>{@code KilledAggregatesTest}, {@code AggregateExamplesTest}</td></tr>
 * <tr><td>decay: without new events values go on falling</td><td>{@link #windowsEmptyThemselvesWithoutNewEvents},
 *     {@code OnlineAggregatesTest}</td></tr>
 * <tr><td>additivity</td><td>{@link #countsAddUp}, {@link #hopsAddUpToTheirWindow}</td></tr>
 * <tr><td>skew: one key with very many events</td><td>{@link #aKeyWithAMillionEventsIsAnsweredAsAnyOther}; a third of the events of
 *     all random worlds are of one key</td></tr>
 * </table>
 *
 * <p>And the examples that textbooks and vendors give of windows; late events against a watermark and changes of sums as differences come
 * with an engine of streams, which runs this suite too:
 *
 * <table>
 * <caption>Examples</caption>
 * <tr><th>example</th><th>held by</th></tr>
 * <tr><td>30 days have 28 windows of 3 days, the first one of day 3</td><td>{@code FeaturePipelineTest}</td></tr>
 * <tr><td>an event of 10 s is in the minute and the hour, one of 70 s in the hour; each event is in 7 daily hops of a week; aggregates of
 *     10 days as of noon; ten payments within 5 minutes and within 6; events that come thrice, in any order; payments of a card
 *     that was blocked meanwhile</td><td>{@code AggregateExamplesTest}</td></tr>
 * <tr><td>the rolling hour of nine payments, both ends included</td><td>{@code AggregatesTest}</td></tr>
 * <tr><td>a row is alive at exactly its time to live, and not after it</td><td>{@code VectorReaderTest}, {@code VectorConformance}</td></tr>
 * </table>
 *
 * <p>Worlds lie around the epoch, changes of clocks, ends of months and of February, and in 1899.
 */
public abstract class AggregateConformance {
    /** The columns of events. */
    protected static final Schema EVENTS = AggregateWorld.EVENTS;
    /** The columns of questions. */
    protected static final Schema QUESTIONS = AggregateWorld.QUESTIONS;
    /** The column of events and questions that is their key. */
    protected static final String KEY = AggregateWorld.KEY.name();
    /** The column of events and questions with their time. */
    protected static final String AT = AggregateWorld.AT.name();
    /** The column that orders events of the same time. */
    protected static final String SEQUENCE = AggregateWorld.SEQUENCE.name();

    private static final AggregateFunction COUNT = AggregateFunction.count();

    /**
     * The answers to questions over events, each with a column for every aggregate by its name; other columns are ignored.
     *
     * @param events as they arrive: in any order, in pieces of any size
     * @param questions with the columns {@link #QUESTIONS}, in any order, in pieces too; answers are in their order
     */
    protected abstract Frame answers(List<Aggregate> aggregates, List<Frame> events, List<Frame> questions);

    /** Whether a row passes a condition. */
    protected static boolean passes(io.shearwater.model.Predicate condition, Frame frame, int row) {
        return NaiveCondition.passes(condition, column -> frame.value(row, column));
    }

    private Frame answers(List<Aggregate> aggregates, Frame events, Frame questions) {
        return answers(aggregates, List.of(events), List.of(questions));
    }

    @Test
    void everyFunctionOverEveryWindowIsAsItIsDefined() {
        AggregateWorld world = new AggregateWorld(0);
        Frame events = world.events(300);
        Frame questions = world.questions(10, events);
        List<Aggregate> aggregates = new ArrayList<>();
        for (AggregateFunction function : AggregateWorld.functions()) {
            for (AggregationWindow window : AggregateWorld.windows()) {
                aggregates.add(function.over(window).as("a" + aggregates.size()));
            }
        }
        matches(aggregates, events, questions);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void conditionsMapsAndWhatIsMissingAreAsTheyAreDefined(long seed) {
        AggregateWorld world = new AggregateWorld(seed);
        Frame events = world.events(700);
        matches(world.aggregates(60), events, world.questions(120, events));
    }

    private void matches(List<Aggregate> aggregates, Frame events, Frame questions) {
        Frame found = answers(aggregates, events, questions);
        assertThat(found.rows()).isEqualTo(questions.rows());
        Map<Object, List<NaiveAggregates.Event>> known = known(events);
        for (int row = 0; row < questions.rows(); row++) {
            long at = at(questions, row);
            List<NaiveAggregates.Event> all = known.getOrDefault(AggregateWorld.one(questions, row, KEY), List.of());
            for (Aggregate aggregate : aggregates) {
                AggregateChecks.matches(
                        aggregate, questions.row(row), found.value(row, aggregate.name()), naive(aggregate, all, at));
            }
        }
    }

    private static @Nullable Object naive(Aggregate aggregate, List<NaiveAggregates.Event> events, long at) {
        long last = aggregate.current() == Aggregate.Current.INCLUDED ? at : at - 1;
        return NaiveAggregates.value(
                aggregate,
                EVENTS,
                events.stream().filter(event -> event.time().low() <= last).toList(),
                at);
    }

    /** The events of each key, in order. */
    private static Map<Object, List<NaiveAggregates.Event>> known(Frame events) {
        List<NaiveAggregates.Event> ordered = new ArrayList<>();
        for (int row = 0; row < events.rows(); row++) {
            ordered.add(NaiveAggregates.Event.at(at(events, row), events.row(row)));
        }
        ordered.sort(Comparator.<NaiveAggregates.Event>comparingLong(
                        event -> event.time().low())
                .thenComparingLong(event -> (Long) Objects.requireNonNull(event.value(SEQUENCE))));
        Map<Object, List<NaiveAggregates.Event>> known = new HashMap<>();
        ordered.forEach(
                event -> known.computeIfAbsent(Objects.requireNonNull(event.value(KEY)), key -> new ArrayList<>())
                        .add(event));
        return known;
    }

    private static long at(Frame frame, int row) {
        return Times.micros((Instant) AggregateWorld.one(frame, row, AT));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void whatIsLaterThanAQuestionChangesNothing(long seed) {
        AggregateWorld world = new AggregateWorld(seed);
        Frame events = world.events(500);
        Frame questions = world.questions(150, events);
        List<Aggregate> aggregates = world.aggregates(40);
        long cut = at(events, 250);
        Frame early = where(questions, row -> at(questions, row) <= cut);
        assertThat(early.rows()).isBetween(1, questions.rows() - 1);
        Frame past = where(events, row -> at(events, row) <= cut);

        assertThat(Canonical.rows(answers(aggregates, past, early)))
                .isEqualTo(Canonical.rows(answers(aggregates, events, early)));
    }

    @ParameterizedTest
    @ValueSource(longs = {14, 15, 16})
    void noOrderOfArrivalAndNoDivisionChangesAnything(long seed) {
        AggregateWorld world = new AggregateWorld(seed);
        Frame events = world.events(600);
        Frame questions = world.questions(150, events);
        List<Aggregate> aggregates = world.aggregates(60);
        List<Frame> asked = new ArrayList<>();
        for (int row = 0; row < questions.rows(); row += 7) {
            asked.add(questions.slice(row, Math.min(questions.rows(), row + 7)));
        }

        assertThat(Canonical.rows(answers(aggregates, world.pieces(events), asked)))
                .isEqualTo(Canonical.rows(answers(aggregates, events, questions)));
    }

    @ParameterizedTest
    @ValueSource(longs = {17, 18})
    void otherQuestionsChangeNoAnswer(long seed) {
        AggregateWorld world = new AggregateWorld(seed);
        Frame events = world.events(900);
        Frame questions = world.questions(400, events);
        List<Aggregate> aggregates = world.aggregates(80);
        Frame every = answers(aggregates, events, questions);
        Predicate<Integer> chosen = row -> row % 9 == 0;

        AggregateChecks.same(aggregates, answers(aggregates, events, where(questions, chosen)), where(every, chosen));
    }

    @Test
    void eventsOfOneTimeAreInTheOrderOfTheirSequence() {
        FrameBuilder events = new FrameBuilder(EVENTS, 200);
        for (int i = 0; i < 200; i++) {
            events.append(event((i * 77L) % 200, 0, (i * 77L) % 200));
        }
        Frame answers = answers(
                List.of(
                        AggregateFunction.first("number")
                                .over(AggregationWindow.lifetime())
                                .as("first"),
                        AggregateFunction.last("number")
                                .over(AggregationWindow.latest(150))
                                .as("last"),
                        AggregateFunction.lag("number", 3)
                                .over(AggregationWindow.rolling(Duration.ofHours(1)))
                                .as("lag"),
                        AggregateFunction.first("number")
                                .over(AggregationWindow.latest(150))
                                .as("oldest")),
                events.build(),
                asked(0));
        assertThat(answers.row(0))
                .containsEntry("first", 0L)
                .containsEntry("last", 199L)
                .containsEntry("lag", 196L)
                .containsEntry("oldest", 50L);
    }

    private static @Nullable Object[] event(long sequence, long time, @Nullable Long number) {
        @Nullable Object[] row = new Object[EVENTS.size()];
        row[0] = "hot";
        row[1] = Times.instant(time);
        row[2] = sequence;
        row[3] = number;
        return row;
    }

    private static Frame asked(long... times) {
        FrameBuilder questions = new FrameBuilder(QUESTIONS, times.length);
        for (long time : times) {
            questions.append("hot", Times.instant(time));
        }
        return questions.build();
    }

    @ParameterizedTest
    @ValueSource(longs = {19, 20})
    void windowsEmptyThemselvesWithoutNewEvents(long seed) {
        AggregateWorld world = new AggregateWorld(seed);
        Frame events = world.events(150);
        long last = 0;
        for (int row = 0; row < events.rows(); row++) {
            last = row == 0 ? at(events, row) : Math.max(last, at(events, row));
        }
        long[] times = new long[60];
        long step = 1;
        for (int i = 0; i < times.length; i++, step += step / 2 + 1) {
            times[i] = last + Math.min(step, Duration.ofDays(70).toNanos() / 1_000);
        }
        matches(world.aggregates(60), events, asked(times));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void countsAddUp(long seed) {
        AggregateWorld world = new AggregateWorld(seed);
        Frame events = world.events(600);
        Frame questions = world.questions(100, events);
        List<AggregationWindow> growing = List.of(
                AggregationWindow.rolling(Duration.ofMinutes(10)),
                AggregationWindow.rolling(Duration.ofHours(1)),
                AggregationWindow.rolling(Duration.ofDays(1)),
                AggregationWindow.rolling(Duration.ofDays(7)).exact(),
                AggregationWindow.lifetime());
        List<Aggregate> aggregates = new ArrayList<>();
        growing.forEach(window -> {
            aggregates.add(COUNT.over(window).as("count_" + aggregates.size()));
            aggregates.add(COUNT.over(window).by("kind").as("by_" + aggregates.size()));
            aggregates.add(AggregateFunction.count("kind").over(window).as("kinds_" + aggregates.size()));
        });
        Frame answers = answers(aggregates, events, questions);
        for (int row = 0; row < answers.rows(); row++) {
            long before = 0;
            for (int i = 0; i < aggregates.size(); i += 3) {
                long count = (Long) AggregateWorld.one(answers, row, "count_" + i);
                assertThat(count).isGreaterThanOrEqualTo(before);
                before = count;
                Map<?, ?> parts = (Map<?, ?>) AggregateWorld.one(answers, row, "by_" + (i + 1));
                assertThat(parts.values().stream()
                                .mapToLong(part -> (Long) part)
                                .sum())
                        .isEqualTo(AggregateWorld.one(answers, row, "kinds_" + (i + 2)));
            }
        }
    }

    @Test
    void hopsAddUpToTheirWindow() {
        AggregateWorld world = new AggregateWorld(23);
        Frame events = world.events(400);
        Frame questions = world.questions(50, events);
        Duration hop = Duration.ofHours(1);
        Aggregate window =
                COUNT.over(AggregationWindow.hopping(Duration.ofHours(3), hop)).as("window");
        Aggregate tile = COUNT.over(AggregationWindow.tumbling(hop)).as("tile");
        FrameBuilder shifted = new FrameBuilder(QUESTIONS, 150);
        for (int row = 0; row < questions.rows(); row++) {
            for (int hops = 0; hops < 3; hops++) {
                shifted.append(
                        questions.value(row, KEY),
                        Times.instant(at(questions, row)).minus(hop.multipliedBy(hops)));
            }
        }
        Frame whole = answers(List.of(window), events, questions);
        Frame tiles = answers(List.of(tile), events, shifted.build());
        for (int row = 0; row < questions.rows(); row++) {
            long sum = 0;
            for (int hops = 0; hops < 3; hops++) {
                sum += (Long) AggregateWorld.one(tiles, 3 * row + hops, "tile");
            }
            assertThat(sum).isEqualTo(AggregateWorld.one(whole, row, "window"));
        }
    }

    @Test
    void aKeyWithAMillionEventsIsAnsweredAsAnyOther() {
        int count = 1_000_000;
        long step = 1_000_000;
        Random random = new Random(5);
        FrameBuilder events = new FrameBuilder(EVENTS, count);
        List<NaiveAggregates.Event> all = new ArrayList<>(count);
        long[] times = new long[count];
        long time = 0;
        for (int i = 0; i < count; i++) {
            time += random.nextInt(3) * step;
            times[i] = time;
            @Nullable Object[] row = event(i, time, random.nextInt(10) == 0 ? null : random.nextLong() >> 30);
            row[6] = random.nextInt(1_000_000) / 100.0;
            events.append(row);
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("number", row[3]);
            values.put("amount", row[6]);
            all.add(NaiveAggregates.Event.at(time, values));
        }
        List<Aggregate> aggregates = new ArrayList<>();
        for (AggregationWindow window : List.of(
                AggregationWindow.rolling(Duration.ofHours(1)),
                AggregationWindow.rolling(Duration.ofHours(12)),
                AggregationWindow.latest(1_000))) {
            for (AggregateFunction function : List.of(
                    COUNT,
                    AggregateFunction.sum("number"),
                    AggregateFunction.sum("amount"),
                    AggregateFunction.varSamp("amount"),
                    AggregateFunction.min("number"),
                    AggregateFunction.max("amount"),
                    AggregateFunction.last("number"))) {
                aggregates.add(function.over(window).as("a" + aggregates.size()));
            }
        }
        long[] asked = random.longs(100_000, 0, time).toArray();
        Frame answers = answers(aggregates, events.build(), asked(asked));
        for (int row = 0; row < asked.length; row += 5_003) {
            int end = after(times, asked[row]);
            // More than the longest window.
            List<NaiveAggregates.Event> known = all.subList(Math.max(0, end - 50_000), end);
            for (Aggregate aggregate : aggregates) {
                AggregateChecks.matches(
                        aggregate,
                        asked[row],
                        answers.value(row, aggregate.name()),
                        NaiveAggregates.value(aggregate, EVENTS, known, asked[row]));
            }
        }
    }

    /** How many times are not after one. */
    private static int after(long[] times, long time) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Frame where(Frame frame, Predicate<Integer> passes) {
        FrameBuilder rows = new FrameBuilder(frame.schema(), frame.rows());
        for (int row = 0; row < frame.rows(); row++) {
            if (passes.test(row)) {
                rows.appendRow(frame, row);
            }
        }
        return rows.build();
    }
}
