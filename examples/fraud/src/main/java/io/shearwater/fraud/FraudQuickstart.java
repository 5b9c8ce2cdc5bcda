package io.shearwater.fraud;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.SkewSample;
import io.shearwater.api.TrainingData;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.SkewReport;
import io.shearwater.story.Story;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The quickstart: a month of card payments goes into a feature store, training data and online vectors come out, and both
 * are checked against the raw events. Safe to run again on the same store: what is there is not written twice, and payments
 * that were replayed are taken back first.
 */
public final class FraudQuickstart {
    private static final String TAG = "quickstart";
    private static final double TEST_SHARE = 0.2;
    private static final long SPLIT_SEED = 1;

    private final FeatureStore store;
    private final QuickstartOptions options;
    private final Story story;
    private final DataMart mart;

    private FraudQuickstart(FeatureStore store, QuickstartOptions options, Story story) {
        this.store = store;
        this.options = options;
        this.story = story;
        this.mart = new DataMart(options.mart());
    }

    /**
     * Runs all of it.
     *
     * @throws io.shearwater.model.ShearwaterException PROOF_FAILED when the store answers what the raw events do not say,
     *     OTHER_QUICKSTART when the store holds a quickstart made with other options
     */
    public static QuickstartReport run(FeatureStore store, QuickstartOptions options, Story story) {
        return new FraudQuickstart(store, options, story).run();
    }

    private QuickstartReport run() {
        QuickstartReport.Events events = story.step("generate", this::generate);
        FraudPipelines pipelines = new FraudPipelines(mart, events.payments() - options.replayedPayments());
        FraudGroups groups = FraudGroups.in(store);
        claim(groups);
        takeBack(groups, pipelines);
        Map<String, Long> rows = insert(groups, pipelines);
        story.step("materialise", step -> materialize(groups, step));

        FeatureView view = groups.view(store);
        Trained trained = train(view, groups, pipelines);
        QuickstartReport.Proof proof = new QuickstartProof(pipelines, groups, view, story)
                .of(trained.data().version(), options);
        SkewReport skew = story.step("skew check", step -> verifySkew(view, step));
        Optional<QuickstartReport.Model> model = new FraudModel(store, view, story).run(options, pipelines);
        return new QuickstartReport(
                events, rows, trained.data(), trained.vectors(), trained.leak(), proof, skew, model);
    }

    /** What came of training data. */
    private record Trained(
            QuickstartReport.Training data, QuickstartReport.Vectors vectors, QuickstartReport.Leak leak) {}

    /** The training data itself is let go of: all of it is in memory. */
    private Trained train(FeatureView view, FraudGroups groups, FraudPipelines pipelines) {
        TrainingData data = story.step("training data", step -> trainingData(view, step));
        int version = data.dataset().version();
        QuickstartReport.Vectors vectors = story.step("vectors", step -> vectors(view, version, pipelines, step));
        return new Trained(report(data), vectors, leak(groups, data));
    }

    private QuickstartReport.Events generate(Story.Step step) {
        DataMart.Events events = mart.events();
        MartSpec spec = mart.spec();
        if (events.payments() <= options.replayedPayments()) {
            throw FraudError.BAD_OPTION.because("The mart has " + events.payments() + " payments, of which "
                    + options.replayedPayments() + " are to be replayed: nothing is left for history.");
        }
        step.outcome(String.format(
                Locale.ROOT,
                "%,d payments of %,d cards at %,d merchants in %d days; %,d in %d attacks (%.2f %%)",
                events.payments(),
                spec.cards(),
                spec.merchants(),
                spec.days(),
                events.fraudulent(),
                2 * spec.attacksOfEachKind(),
                100.0 * events.fraudulent() / events.payments()));
        return new QuickstartReport.Events(events.payments(), events.fraudulent(), spec.cards(), spec.merchants());
    }

    /** Says whose data this is, so that a run with other options does not mix two marts. */
    private void claim(FraudGroups groups) {
        FeatureGroup transactions = groups.transactions();
        String mine = options.mart() + ", " + options.replayedPayments() + " replayed";
        String theirs = transactions.tags().get(TAG);
        if (theirs == null && transactions.commits().isEmpty()) {
            transactions.tag(TAG, mine);
        } else if (!mine.equals(theirs)) {
            throw FraudError.OTHER_QUICKSTART.because("This store holds "
                    + (theirs == null ? "a feature group of the same name" : "a quickstart with other data: " + theirs)
                    + ". Choose another directory with --keep DIR.");
        }
    }

    /** A run before this one may have replayed the payments that are still to come now. */
    private static void takeBack(FraudGroups groups, FraudPipelines pipelines) {
        if (groups.transactions().commits().isEmpty()) {
            return;
        }
        Predicate isToCome = Predicate.greaterThan("t_id", pipelines.payments());
        groups.transactions().deleteWhere(isToCome);
        groups.labels().deleteWhere(isToCome);
    }

    /** What is pointed at comes first. */
    private Map<String, Long> insert(FraudGroups groups, FraudPipelines pipelines) {
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put("bank_fg", insert(groups.banks(), pipelines.banks()));
        rows.put("account_fg", insert(groups.accounts(), pipelines.accounts()));
        rows.put("merchant_fg", insert(groups.merchants(), pipelines.merchants()));
        rows.put("card_fg", insert(groups.cards(), pipelines.cards()));
        rows.put("cc_trans_fg", insert(groups.transactions(), pipelines.transactions()));
        rows.put("cc_fraud_fg", insert(groups.labels(), pipelines.labels()));
        return rows;
    }

    /** A group that has seen the key is not written again: the commit of then comes back. */
    private long insert(FeatureGroup group, FrameReader rows) {
        return story.step("insert " + group.spec().name(), step -> {
            boolean known = !group.commits().isEmpty();
            Commit commit = group.insert(rows, WriteOptions.plain().withKey(TAG).withProgress(step::reached));
            long inserted = commit.counts().inserted();
            step.outcome(String.format(Locale.ROOT, "%,d rows%s", inserted, known ? ", there already" : ""));
            return inserted;
        });
    }

    private static int materialize(FraudGroups groups, Story.Step step) {
        int commits = 0;
        for (FeatureGroup group : List.of(groups.banks(), groups.accounts(), groups.merchants(), groups.cards())) {
            commits += group.materializeIncremental();
        }
        step.outcome("4 groups online, up to their newest commits");
        return commits;
    }

    private static TrainingData trainingData(FeatureView view, Story.Step step) {
        TrainingData data = view.trainTestSplit(TEST_SHARE, SPLIT_SEED);
        step.outcome(String.format(
                Locale.ROOT,
                "version %d: %d features, %,d rows to train, %,d to test",
                data.dataset().version(),
                data.train().features().schema().size(),
                data.train().index().rows(),
                data.test().index().rows()));
        return data;
    }

    private static QuickstartReport.Training report(TrainingData data) {
        Map<String, Long> parts = new LinkedHashMap<>();
        data.parts().forEach((name, part) -> parts.put(name, (long) part.index().rows()));
        return new QuickstartReport.Training(
                data.dataset().version(), data.train().features().schema().size(), parts);
    }

    /** Vectors for payments drawn from history, one request each, as the model of this training data reads them; logged. */
    private QuickstartReport.Vectors vectors(FeatureView view, int version, FraudPipelines pipelines, Story.Step step) {
        // region: fraud.served
        FeatureView served = view.withTrainingDataset(version).logged();
        // end
        Frame payments = pipelines.drawn(options.vectors(), "vectors");
        int wanted = payments.rows();
        long[] nanos = new long[wanted];
        for (int row = 0; row < wanted; row++) {
            Map<String, Object> request = Replay.request(payments, row);
            long start = System.nanoTime();
            served.featureVector(request);
            nanos[row] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        double p50 = nanos[wanted / 2] / 1_000.0;
        double p99 = nanos[(int) (wanted * 0.99)] / 1_000.0;
        step.outcome(String.format(
                Locale.ROOT, "%,d, one by one: half of them within %.0f µs, 99 %% within %.0f µs", wanted, p50, p99));
        return new QuickstartReport.Vectors(wanted, p50, p99, Replay.request(payments, wanted - 1));
    }

    /** Computes the vectors that were served again, from history as it was known then. */
    private SkewReport verifySkew(FeatureView view, Story.Step step) {
        // region: fraud.skew
        SkewReport report = view.verifySkew(SkewSample.newest(options.vectors()));
        // end
        if (!report.agrees()) {
            throw FraudError.PROOF_FAILED.because("Of the vectors that were served " + report.different()
                    + " values are others when they are computed again, such as "
                    + report.features().stream()
                            .flatMap(feature -> feature.first().stream())
                            .findFirst() + ".");
        }
        step.outcome(String.format(
                Locale.ROOT,
                "%,d logged vectors computed again from history as known then: no value differs",
                report.compared()));
        return report;
    }

    private QuickstartReport.Leak leak(FraudGroups groups, TrainingData data) {
        Frame aggregates = groups.activity().read(ReadOptions.all().select("cc_num", "event_time", "count_1hour"));
        QuickstartReport.Leak leak = new CarelessJoin(aggregates).besides(data);
        story.say("");
        story.say("A leak: a rule stops a card that pays 5 times within an hour. Of " + leak.attacks()
                + " chain attacks it stops, at their first payment,");
        story.say(String.format(
                Locale.ROOT,
                "  %,4d over a careless join, by card and day: too good, the other payments had yet to come",
                leak.stoppedOverCarelessJoin()));
        story.say(String.format(
                Locale.ROOT,
                "  %,4d over the point-in-time join: nothing had happened yet",
                leak.stoppedOverPointInTimeJoin()));
        story.say("");
        return leak;
    }
}
