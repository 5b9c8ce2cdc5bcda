package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.SkewSample;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.SkewReport;
import io.shearwater.model.SkewReport.FeatureSkew;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests that are hard to compute again, or cannot be: never is one of them called skew that is none. */
class SkewOfOddRequestsTest extends SkewFixture {
    private void bank(long bank, String rating) {
        store.featureGroup("banks").insert(Frame.of(banks().schema(), List.of(Map.of("bank", bank, "rating", rating))));
    }

    private static void assertSame(SkewReport report, long compared) {
        assertThat(report.features())
                .allSatisfy(feature -> assertThat(feature.first()).isEmpty());
        assertThat(report.skipped()).isEmpty();
        assertThat(report.compared()).isEqualTo(compared);
    }

    private static void assertSkipped(SkewReport report, String reason) {
        assertThat(report.different()).isZero();
        assertThat(report.compared()).isZero();
        assertThat(report.skipped()).hasSize(1).containsValue(1L);
        assertThat(report.skipped().keySet()).singleElement().asString().contains(reason);
    }

    @Test
    void a_key_that_only_the_request_knows_finds_the_same_row_again() {
        FeatureView view = view();
        bank(3, "C");
        Map<String, Object> request = new HashMap<>(request("c0"));
        request.put("bank", 2L);
        assertThat(view.featureVector(request).value("rating")).isEqualTo("B");
        Map<String, Object> ofNobody = new HashMap<>(request("nobody"));
        ofNobody.put("bank", 3L);
        assertThat(view.featureVector(ofNobody).value("rating")).isEqualTo("C");
        Map<String, Object> unknown = new HashMap<>(request("c1"));
        unknown.put("bank", 77L);
        Map<String, Object> none = new HashMap<>(request("c1"));
        none.put("bank", null);
        view.featureVectors(List.of(unknown, none, request("c1")));
        bank(2, "D");

        SkewReport report = view.verifySkew(SkewSample.newest());

        assertSame(report, 5);
        // The bank of c1 itself, and the one that was named beside c0.
        assertThat(of(report, "rating").late()).isEqualTo(2);
    }

    /** The country's risk of a card's owner: four groups, one below the other. */
    private void createRisks() {
        FeatureGroupSpec countries = FeatureGroupSpec.builder("countries", 1)
                .feature("country", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("risk", DataType.DOUBLE)
                .primaryKey("country")
                .eventTime("at")
                .online()
                .build();
        FeatureGroupSpec owners = FeatureGroupSpec.builder("owners", 1)
                .feature("owner", DataType.LONG)
                .feature("country", DataType.STRING)
                .primaryKey("owner")
                .online()
                .build();
        FeatureGroupSpec accounts = FeatureGroupSpec.builder("accounts", 1)
                .feature("card", DataType.STRING)
                .feature("owner", DataType.LONG)
                .primaryKey("card")
                .online()
                .build();
        store.createFeatureGroup(countries)
                .insert(Frame.of(
                        countries.schema(),
                        List.of(
                                Map.of("country", "SE", "at", START.minus(Duration.ofDays(40)), "risk", 0.1),
                                Map.of("country", "PE", "at", START.minus(Duration.ofDays(3)), "risk", 0.2),
                                Map.of("country", "FR", "at", START.minus(Duration.ofDays(1)), "risk", 0.3))));
        store.createFeatureGroup(owners)
                .insert(Frame.of(
                        owners.schema(),
                        List.of(Map.of("owner", 1L, "country", "SE"), Map.of("owner", 2L, "country", "PE"))));
        store.createFeatureGroup(accounts)
                .insert(Frame.of(accounts.schema(), List.of(Map.of("card", "c0", "owner", 1L))));
        store.createFeatureView(FeatureViewSpec.builder(
                        "risks",
                        1,
                        Query.of(payments(), List.of("amount"))
                                .join(
                                        Query.of(accounts, List.of("owner"))
                                                .join(
                                                        Query.of(owners, List.of("country"))
                                                                .join(
                                                                        Query.of(countries, List.of("risk")),
                                                                        Join.on("country")
                                                                                .strictlyBefore()
                                                                                .within(Duration.ofDays(10))),
                                                        Join.on("owner")),
                                        Join.on("card")))
                .build());
    }

    @Test
    void a_row_below_the_named_one_is_that_which_the_named_one_says() {
        createRisks();
        FeatureView view = store.featureView("risks").logged();
        Map<String, Object> plain = Map.of("card", "c0", "amount", 1.0);
        assertThat(view.featureVector(plain).value("risk")).isNull();
        assertThat(view.featureVector(Map.of("card", "c0", "amount", 1.0, "owner", 2L))
                        .value("risk"))
                .isEqualTo(0.2);
        assertThat(view.featureVector(Map.of("card", "c0", "amount", 1.0, "owner", 2L, "country", "FR"))
                        .value("risk"))
                .isEqualTo(0.3);
        assertThat(view.featureVector(Map.of("card", "c0", "amount", 1.0, "country", "PE"))
                        .value("risk"))
                .isEqualTo(0.2);

        assertSame(view.verifySkew(SkewSample.newest()), 4);
    }

    @Test
    void what_was_read_while_a_group_was_written_is_of_the_state_before_or_after() {
        FeatureView view = view();
        view.featureVector(request("c5"));
        beforeReading.set(() -> card("c0", START, 5.0, 2L));
        assertThat(view.featureVector(request("c0")).value("rating")).isEqualTo("B");
        GapFunctions.MEANWHILE.set(() -> card("c0", START, 6.0, 1L));
        assertThat(view.featureVector(request("c0")).value("rating")).isEqualTo("B");
        // One group as it was before, the other as it was after.
        GapFunctions.MEANWHILE.set(() -> card("c0", START, 7.0, 2L));
        beforeReading.set(() -> bank(1, "Z"));
        assertThat(view.featureVector(request("c0")).value("rating")).isEqualTo("Z");

        SkewReport report = view.verifySkew(SkewSample.newest());

        assertSame(report, 4);
        assertThat(view.vectorLog().group().read().column("settled").value(1)).isEqualTo(false);
    }

    @Test
    void skew_is_not_told_from_a_state_that_was_never_whole() {
        FeatureView view = view();
        view.featureVector(request("c5"));
        beforeReading.set(() -> {
            card("c1", START, 5.0, 2L);
            online("c0", 1_000.0);
        });
        view.featureVector(request("c0"));

        assertSkipped(view.verifySkew(SkewSample.newest(1)), "written while it was read");
    }

    @Test
    void too_many_writes_during_one_read_are_not_searched() {
        FeatureView view = view();
        view.featureVector(request("c5"));
        beforeReading.set(() -> {
            for (int i = 0; i < 20; i++) {
                card("c1", START, 5.0 + i, 2L);
            }
        });
        view.featureVector(request("c1"));

        assertSkipped(view.verifySkew(SkewSample.newest(1)), "written while it was read");
    }

    private void online(String card, double spent) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("card", card);
        row.put("at", START);
        row.put("spent", spent);
        row.put("bank", 1L);
        row.put("_seq", 1_000L);
        StoreParts parts = ((EmbeddedFeatureStore) store).parts();
        Frame frame = Frame.of(cards().schema().plus(List.of(new Field("_seq", DataType.LONG))), List.of(row));
        parts.online().put(parts.registry().group(CARDS), frame, 0);
    }

    @Test
    void commits_that_have_expired_are_counted_and_are_no_skew() {
        FeatureView view = view();
        FeatureGroup cards = store.featureGroup("cards");
        // Not the state that the training data keeps.
        card("c1", START, 400.0, 2L);
        view.featureVector(request("c0"));
        later(Duration.ofHours(1));
        card("c0", START, 500.0, 2L);
        later(Duration.ofHours(1));
        assertThat(view.verifySkew(SkewSample.newest()).compared()).isEqualTo(1);
        assertThat(cards.expireCommits(START.plus(Duration.ofHours(2)))).isPositive();

        assertSkipped(view.verifySkew(SkewSample.newest()), "not kept any more");
    }

    @Test
    void groups_without_history_are_counted_and_are_no_skew() {
        FeatureGroupSpec limits = FeatureGroupSpec.builder("limits", 1)
                .feature("card", DataType.STRING)
                .feature("most", DataType.DOUBLE)
                .primaryKey("card")
                .onlineOnly()
                .build();
        store.createFeatureGroup(limits).insert(Frame.of(limits.schema(), List.of(Map.of("card", "c0", "most", 5.0))));
        store.createFeatureView(FeatureViewSpec.builder(
                        "limited",
                        1,
                        Query.of(payments(), List.of("amount")).join(Query.featuresOf(limits), Join.on("card")))
                .build());
        FeatureView view = store.featureView("limited").logged();
        assertThat(view.featureVector(Map.of("card", "c0", "amount", 1.0)).value("most"))
                .isEqualTo(5.0);

        SkewReport report = view.verifySkew(SkewSample.newest());

        assertSkipped(report, "keeps no history");
        assertThat(report.features()).extracting(FeatureSkew::feature).isEmpty();
    }
}
